// The drawings of the demo universe as SVG: each takes a title (which seeds what is left to chance) and its settings.

/** A seeded source of chance (mulberry32): the same picture for the same title. */
function chanceOf(text) {
  let state = 0;
  for (const character of text) state = (Math.imul(state, 31) + character.codePointAt(0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hsl = (hue, saturation, lightness, alpha = 1) =>
  `hsla(${Math.round(((hue % 360) + 360) % 360)},${saturation}%,${lightness}%,${alpha})`;
const n = (value) => Number(value.toFixed(1));
const repeat = (count, make) => Array.from({ length: Math.round(count) }, (_, i) => make(i)).join('');
const between = (chance, low, high) => low + chance() * (high - low);

function sky(chance, width, height, hue, stars = 70) {
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0.4" y2="1"><stop offset="0" stop-color="${hsl(hue + 20, 45, 7)}"/><stop offset="1" stop-color="${hsl(hue - 20, 50, 15)}"/></linearGradient>
    <radialGradient id="haze"><stop offset="0" stop-color="${hsl(hue, 70, 45, 0.28)}"/><stop offset="1" stop-color="${hsl(hue, 70, 45, 0)}"/></radialGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#sky)"/>
    ${repeat(3, () => `<ellipse cx="${n(chance() * width)}" cy="${n(chance() * height)}" rx="${n(width * between(chance, 0.3, 0.6))}" ry="${n(height * between(chance, 0.2, 0.4))}" fill="url(#haze)"/>`)}
    ${repeat(stars, () => `<circle cx="${n(chance() * width)}" cy="${n(chance() * height)}" r="${n(0.4 + chance() ** 4 * 2)}" fill="#fff" fill-opacity="${n(0.3 + chance() * 0.7)}"/>`)}`;
}

/** A wavy closed outline around a centre. */
function blob(chance, x, y, radius, wobble = 0.35, points = 9) {
  const spots = Array.from({ length: points }, (_, i) => {
    const angle = (i / points) * Math.PI * 2;
    const r = radius * (1 + (chance() - 0.5) * 2 * wobble);
    return [x + Math.cos(angle) * r, y + Math.sin(angle) * r * 0.8];
  });
  const middle = (a, b) => [n((a[0] + b[0]) / 2), n((a[1] + b[1]) / 2)];
  const start = middle(spots.at(-1), spots[0]);
  return (
    `M${start}` +
    spots.map((spot, i) => `Q${n(spot[0])},${n(spot[1])} ${middle(spot, spots[(i + 1) % points])}`).join('') +
    'Z'
  );
}

function planet(title, { hue, sea = 0, bands = 0, rings, moons = 0, craters, city, lava, dark }) {
  const chance = chanceOf(title);
  const [width, height] = [640, 480];
  const h = Number(hue);
  const [x, y, r] = [320, 245, 150];
  const level = dark ? 22 : 50;
  const land = hsl(h, 48, level);
  const seas = Number(sea);
  const surface = [
    repeat(Number(bands) * 2, (i) => {
      const top = y - r + (i * 2 * r) / (Number(bands) * 2) + chance() * 8;
      return `<path d="M${x - r},${n(top)} q${r / 2},${n((chance() - 0.5) * 34)} ${r},0 t${r},0 v${n(between(chance, 8, 24))} q-${r / 2},${n((chance() - 0.5) * 30)} -${r},0 t-${r},0 Z" fill="${hsl(h + (chance() - 0.5) * 40, 50, level + (chance() - 0.5) * 30, 0.75)}"/>`;
    }),
    repeat(
      Number(bands) ? 0 : 9,
      () =>
        `<path d="${blob(chance, x + (chance() - 0.5) * 2 * r, y + (chance() - 0.5) * 2 * r, between(chance, 22, 65))}" fill="${hsl(h + (chance() - 0.5) * 50, 42, level + (chance() - 0.5) * 26, 0.8)}"/>`,
    ),
    seas > 0.6 ? `<circle cx="${x}" cy="${y}" r="${r}" fill="${hsl(h + 5, 66, level - 10, 0.7)}"/>` : '',
    repeat(
      seas * 9,
      () =>
        `<path d="${blob(chance, x + (chance() - 0.5) * 1.8 * r, y + (chance() - 0.5) * 1.8 * r, between(chance, 25, 60) * (seas > 0.6 ? 0.4 : 1))}" fill="${seas > 0.6 ? hsl(110, 32, 46, 0.9) : hsl(205, 60, level - 8, 0.85)}"/>`,
    ),
    craters ? repeat(16, () => crater(chance, x, y, r, h, level)) : '',
    lava ? repeat(14, () => crack(chance, x, y, r)) : '',
    seas > 0.2 && !dark
      ? repeat(
          9,
          () =>
            `<ellipse cx="${n(x + (chance() - 0.5) * 2 * r)}" cy="${n(y + (chance() - 0.5) * 1.7 * r)}" rx="${n(between(chance, 30, 85))}" ry="${n(between(chance, 3, 8))}" fill="#fff" fill-opacity="0.4"/>`,
        )
      : '',
  ].join('');
  const lights = city
    ? repeat(110, () => {
        const a = chance() * 6.28,
          d = Math.sqrt(chance()) * r * 0.95;
        const px = x + Math.cos(a) * d;
        return px > x + 5
          ? `<circle cx="${n(px)}" cy="${n(y + Math.sin(a) * d)}" r="${n(0.6 + chance() * 1.4)}" fill="#ffd98a"/>`
          : '';
      })
    : '';
  const ring = (from, to) =>
    rings
      ? repeat(
          4,
          (i) =>
            `<path d="M${x - 255 + i * 17},${y} A${255 - i * 17},${62 - i * 5} 0 0 ${from} ${x + 255 - i * 17},${y}" fill="none" stroke="${hsl(h + 25 + i * 8, 55, 72 - i * 6, 0.75 - i * 0.1)}" stroke-width="${[7, 3, 9, 4][i]}"/>`,
        ) + to
      : '';
  return {
    width,
    height,
    body: `${sky(chance, width, height, h + 160)}
    <defs><clipPath id="disc"><circle cx="${x}" cy="${y}" r="${r}"/></clipPath>
    <radialGradient id="shade" cx="0.32" cy="0.3" r="0.85"><stop offset="0" stop-color="#fff" stop-opacity="0.32"/><stop offset="0.4" stop-color="#fff" stop-opacity="0"/><stop offset="0.72" stop-color="#000218" stop-opacity="0.55"/><stop offset="1" stop-color="#000218" stop-opacity="0.95"/></radialGradient>
    <radialGradient id="air" cx="0.5" cy="0.5" r="0.5"><stop offset="0.8" stop-color="${hsl(h, 80, 70, 0.5)}"/><stop offset="1" stop-color="${hsl(h, 80, 70, 0)}"/></radialGradient></defs>
    <g transform="rotate(${n(-22 + chance() * 20)} ${x} ${y})">${ring(1, '')}
    <circle cx="${x}" cy="${y}" r="${r + 26}" fill="url(#air)"/><g clip-path="url(#disc)"><circle cx="${x}" cy="${y}" r="${r}" fill="${land}"/>${surface}</g>
    <circle cx="${x}" cy="${y}" r="${r + 1}" fill="url(#shade)"/>${lights}${ring(0, '')}</g>
    ${repeat(Number(moons), (i) => moon(chance, i, h))}`,
  };
}

function crater(chance, x, y, r, h, level) {
  const angle = chance() * 6.28;
  const distance = Math.sqrt(chance()) * r * 0.9;
  const size = between(chance, 5, 24);
  const [cx, cy] = [n(x + Math.cos(angle) * distance), n(y + Math.sin(angle) * distance)];
  return `<ellipse cx="${cx}" cy="${cy}" rx="${n(size)}" ry="${n(size * 0.86)}" fill="${hsl(h, 25, level - 16)}"/><ellipse cx="${cx + 2}" cy="${cy + 2}" rx="${n(size * 0.8)}" ry="${n(size * 0.66)}" fill="${hsl(h, 25, level - 4)}"/>`;
}

function crack(chance, x, y, r) {
  let [px, py] = [x + (chance() - 0.5) * 2 * r, y + (chance() - 0.5) * 2 * r];
  const path =
    `M${n(px)},${n(py)}` + repeat(5, () => `L${n((px += (chance() - 0.5) * 70))},${n((py += (chance() - 0.5) * 50))}`);
  return `<path d="${path}" fill="none" stroke="#ff7a2a" stroke-opacity="0.35" stroke-width="7"/><path d="${path}" fill="none" stroke="#ffd27a" stroke-width="2"/>`;
}

function moon(chance, i, h) {
  const [x, y, r] = [i === 0 ? 540 : 95, i === 0 ? 90 : 370, 22 - i * 6];
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${hsl(h + 60 + chance() * 60, 14, 68)}"/><circle cx="${x + r * 0.35}" cy="${y + r * 0.3}" r="${r}" fill="#05060f" fill-opacity="0.45" clip-path="circle(${r}px at ${-r * 0.35 + r}px ${r}px)"/>`;
}

function station(title, { hue }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  return {
    width: 560,
    height: 420,
    body: `${sky(chance, 560, 420, 230)}<defs><radialGradient id="glow"><stop offset="0" stop-color="#fff6d0"/><stop offset="0.25" stop-color="${hsl(h, 95, 65, 0.85)}"/><stop offset="1" stop-color="${hsl(h, 95, 60, 0)}"/></radialGradient></defs>
    <circle cx="280" cy="200" r="190" fill="url(#glow)" opacity="0.7"/>
    <ellipse cx="280" cy="210" rx="170" ry="46" fill="none" stroke="#8d93ad" stroke-width="16"/><ellipse cx="280" cy="206" rx="170" ry="46" fill="none" stroke="#c9cde0" stroke-width="4"/>
    ${repeat(26, (i) => {
      const a = (i / 26) * 6.28;
      return `<circle cx="${n(280 + Math.cos(a) * 170)}" cy="${n(210 + Math.sin(a) * 46)}" r="2.6" fill="#ffe7a3"/>`;
    })}
    <path d="M258,90 h44 l10,40 v150 l-16,60 h-32 l-16,-60 v-150 Z" fill="#4d5470"/><path d="M258,90 h18 v250 h-12 l-16,-60 v-150 Z" fill="#666e90"/>
    <path d="M268,150 h24 v90 h-24 Z" fill="url(#glow)"/><circle cx="280" cy="190" r="34" fill="url(#glow)"/><path d="M280,40 v50" stroke="#aab0c8" stroke-width="4"/><circle cx="280" cy="38" r="7" fill="#ffe7a3"/>`,
  };
}

function place(title, { hue, kind }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  const [width, height] = [640, 400];
  const water = kind === 'harbour';
  const ground = water ? 300 : 330;
  const layer = (base, count, low, high, lightness) =>
    repeat(count, (i) =>
      building(
        chance,
        (i / count) * (width + 60) - 40 + chance() * 20,
        base,
        between(chance, 24, 58),
        between(chance, low, high),
        h,
        lightness,
        kind,
      ),
    );
  const sun = `<circle cx="${n(between(chance, 380, 540))}" cy="${n(between(chance, 70, 120))}" r="${n(between(chance, 28, 52))}" fill="${hsl(h + 20, 95, 82)}"/>`;
  return {
    width,
    height,
    body: `<defs><linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${hsl(h + 200, 45, 16)}"/><stop offset="0.55" stop-color="${hsl(h + 30, 55, 42)}"/><stop offset="1" stop-color="${hsl(h + 10, 75, 72)}"/></linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#dusk)"/>${repeat(30, () => `<circle cx="${n(chance() * width)}" cy="${n(chance() * 150)}" r="${n(0.5 + chance())}" fill="#fff" fill-opacity="0.7"/>`)}${sun}
    ${layer(ground, 13, 60, 130, 38)}${kind === 'tower' || kind === 'keep' ? tower(h, kind, ground) : ''}${layer(ground, 10, 30, 105, 22)}${kind === 'works' ? chimneys(chance, h, ground) : ''}
    <rect y="${ground}" width="${width}" height="${height - ground}" fill="${water ? hsl(h, 50, 26) : hsl(h, 30, 11)}"/>
    ${water ? repeat(34, () => `<path d="M${n(chance() * width)},${n(ground + 6 + chance() * 90)} h${n(between(chance, 12, 60))}" stroke="${hsl(h + 20, 75, 72, 0.5)}" stroke-width="2" stroke-linecap="round"/>`) + repeat(3, (i) => boat(110 + i * 200 + chance() * 60, ground + 25 + chance() * 40)) : ''}`,
  };
}

function building(chance, x, base, w, tall, h, lightness, kind) {
  const roof =
    kind === 'keep'
      ? `<path d="M${n(x)},${n(base - tall)} l${n(w / 2)},-30 l${n(w / 2)},30 Z" fill="${hsl(h, 28, lightness - 6)}"/>`
      : chance() < 0.45
        ? `<path d="M${n(x - 3)},${n(base - tall)} q${n(w / 2 + 3)},-${n(w * 0.75)} ${n(w + 6)},0 Z" fill="${hsl(h, 32, lightness - 4)}"/>`
        : `<path d="M${n(x + w / 2)},${n(base - tall)} v-16" stroke="${hsl(h, 28, lightness)}" stroke-width="3"/>`;
  const windows = repeat(tall / 16, (row) =>
    repeat(w / 12, (column) =>
      chance() < (kind === 'keep' ? 0.06 : 0.42)
        ? `<rect x="${n(x + 4 + column * 12)}" y="${n(base - tall + 8 + row * 16)}" width="4.5" height="7" fill="${hsl(45, 95, 72, 0.9)}"/>`
        : '',
    ),
  );
  return `${roof}<rect x="${n(x)}" y="${n(base - tall)}" width="${n(w)}" height="${n(tall)}" fill="${hsl(h, 28, lightness)}"/>${windows}`;
}

function tower(h, kind, base) {
  const wall = hsl(h, 24, kind === 'keep' ? 12 : 28);
  const top =
    kind === 'keep'
      ? `<path d="M262,110 l12,-34 l14,34 l32,-58 l32,58 l14,-34 l12,34 Z" fill="${wall}"/>`
      : `<path d="M268,110 q52,-110 104,0 Z" fill="${hsl(h, 45, 36)}"/><circle cx="320" cy="40" r="9" fill="#ffeaa8"/><circle cx="320" cy="40" r="26" fill="#ffeaa8" fill-opacity="0.25"/>`;
  return `${top}<path d="M270,110 h100 l14,${base - 110} h-128 Z" fill="${wall}"/>${kind === 'keep' ? '' : repeat(6, (i) => `<path d="M306,${138 + i * 30} q14,-16 28,0 v12 h-28 Z" fill="#ffdf8e"/>`)}`;
}

function chimneys(chance, h, base) {
  return repeat(4, (i) => {
    const x = 90 + i * 140 + chance() * 30;
    return `${repeat(4, (s) => `<circle cx="${n(x + 12 + s * 15 + chance() * 8)}" cy="${n(150 - s * 26)}" r="${14 + s * 7}" fill="#fff" fill-opacity="0.16"/>`)}<path d="M${n(x)},165 h26 l8,${base - 165} h-42 Z" fill="${hsl(h, 26, 17)}"/><rect x="${n(x - 3)}" y="160" width="32" height="9" fill="${hsl(h, 80, 60)}"/>`;
  });
}

function boat(x, y) {
  return `<path d="M${n(x)},${n(y)} h64 l-10,16 h-44 Z" fill="#15131d"/><path d="M${n(x + 30)},${n(y)} v-46 l26,38 Z" fill="#efe3c8"/><path d="M${n(x + 27)},${n(y)} v-38 l-18,32 Z" fill="#d6c8a8"/>`;
}

function portrait(title, { hue, kind }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  const skin =
    kind === 'gills'
      ? hsl(h, 45, 55)
      : kind === 'leaf'
        ? hsl(h, 38, 42)
        : kind === 'wings'
          ? hsl(h, 22, 74)
          : kind === 'ears'
            ? hsl(28, 62, 52)
            : kind === 'mask'
              ? '#d9d6e4'
              : hsl(24, 42, between(chance, 38, 64));
  const behind =
    {
      wings: `<path d="M200,290 C60,180 40,330 90,400 Z M200,290 C340,180 360,330 310,400 Z" fill="${hsl(h, 40, 62, 0.85)}"/><circle cx="105" cy="320" r="15" fill="${hsl(h + 60, 70, 70)}"/><circle cx="295" cy="320" r="15" fill="${hsl(h + 60, 70, 70)}"/>`,
      hood: `<path d="M120,420 C90,180 130,90 200,84 C270,90 310,180 280,420 Z" fill="${hsl(h, 50, 24)}"/>`,
      leaf: repeat(
        7,
        (i) =>
          `<path transform="rotate(${-66 + i * 22} 200 190)" d="M200,120 q-22,-46 0,-86 q22,40 0,86 Z" fill="${hsl(h + i * 5, 45, 32 + i * 2)}"/>`,
      ),
    }[kind] ?? '';
  const front =
    {
      horns: `<path d="M150,150 q-52,-14 -54,-72 q34,26 70,36 Z M250,150 q52,-14 54,-72 q-34,26 -70,36 Z" fill="#e7d7b5"/>`,
      gills:
        repeat(
          3,
          (i) =>
            `<path d="M${139 - i * 3},${205 + i * 15} q-18,4 -26,${16 + i * 2} M${261 + i * 3},${205 + i * 15} q18,4 26,${16 + i * 2}" stroke="${hsl(h + 20, 60, 70)}" stroke-width="5" fill="none" stroke-linecap="round"/>`,
        ) + `<path d="M200,112 q-14,-46 0,-66 q14,20 0,66 Z" fill="${hsl(h + 10, 55, 42)}"/>`,
      cap: `<path d="M132,158 q8,-74 68,-74 q60,0 68,74 q-68,-22 -136,0 Z" fill="${hsl(h, 48, 28)}"/><circle cx="200" cy="122" r="10" fill="#ffdf8e"/><path d="M128,160 q72,-26 144,0 l4,12 q-76,-24 -152,0 Z" fill="${hsl(h, 48, 18)}"/>`,
      ears: `<path d="M142,150 l-14,-72 l54,36 Z M258,150 l14,-72 l-54,36 Z" fill="${skin}"/><path d="M146,132 l-8,-36 l27,19 Z M254,132 l8,-36 l-27,19 Z" fill="#f0b9a0"/>`,
      wings: `<path d="M180,116 q-10,-50 -44,-62 M220,116 q10,-50 44,-62" stroke="${hsl(h, 30, 38)}" stroke-width="6" fill="none" stroke-linecap="round"/><circle cx="136" cy="53" r="8" fill="#ffe9a8"/><circle cx="264" cy="53" r="8" fill="#ffe9a8"/>`,
      hood: `<path d="M132,190 C132,96 268,96 268,190 C250,120 150,120 132,190 Z" fill="${hsl(h, 50, 32)}"/>`,
      mask: `<path d="M134,176 h132 v44 q-66,34 -132,0 Z" fill="#15131d"/>`,
    }[kind] ?? '';
  const eye = kind === 'mask' ? '#fff' : kind === 'wings' ? '#e2a300' : hsl(h + 180, 45, 20);
  return {
    width: 400,
    height: 440,
    body: `<defs><radialGradient id="back" cx="0.5" cy="0.4" r="0.8"><stop offset="0" stop-color="${hsl(h + 190, 38, 48)}"/><stop offset="1" stop-color="${hsl(h + 210, 45, 13)}"/></radialGradient><linearGradient id="side" x1="0" x2="1"><stop offset="0.45" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#05040f" stop-opacity="0.5"/></linearGradient></defs>
    <rect width="400" height="440" fill="url(#back)"/><circle cx="200" cy="185" r="150" fill="#fff" fill-opacity="0.07"/>${repeat(24, () => `<circle cx="${n(chance() * 400)}" cy="${n(chance() * 300)}" r="${n(1 + chance() * 2.5)}" fill="#ffe9b0" fill-opacity="${n(0.15 + chance() * 0.4)}"/>`)}${behind}
    <path d="M60,440 C66,330 140,312 200,312 C260,312 334,330 340,440 Z" fill="${hsl(h, 42, 27)}"/><path d="M164,312 l36,62 l36,-62 Z" fill="${hsl(h + 30, 55, 62)}"/><path d="M172,262 h56 v62 q-28,26 -56,0 Z" fill="${skin}"/><path d="M172,280 q28,26 56,0 v16 q-28,26 -56,0 Z" fill="#000" fill-opacity="0.18"/>
    <path d="M134,180 C134,96 266,96 266,180 C266,244 236,290 200,290 C164,290 134,244 134,180 Z" fill="${skin}"/>${front}
    <ellipse cx="174" cy="194" rx="9" ry="${kind === 'wings' ? 13 : 7}" fill="${eye}"/><ellipse cx="226" cy="194" rx="9" ry="${kind === 'wings' ? 13 : 7}" fill="${eye}"/><circle cx="177" cy="191" r="2.4" fill="#fff"/><circle cx="229" cy="191" r="2.4" fill="#fff"/>
    <path d="M182,246 q18,${n(between(chance, 4, 14))} 36,0" stroke="#1a1020" stroke-opacity="0.6" stroke-width="4" fill="none" stroke-linecap="round"/><path d="M200,98 C266,98 266,180 266,180 C266,244 236,290 200,290 Z" fill="url(#side)"/>`,
  };
}

function creature(title, { hue, kind }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  const body = hsl(h, 48, 46);
  const light = hsl(h, 52, 66);
  const shapes = {
    whale: `<path d="M70,250 C90,150 260,120 380,180 C450,214 480,200 520,150 C530,190 520,220 500,236 C530,246 540,268 536,292 C500,270 470,262 430,272 C330,340 120,340 70,250 Z" fill="${body}"/><path d="M82,268 C160,330 330,330 420,274 C330,296 180,300 82,268 Z" fill="${light}"/><circle cx="138" cy="226" r="7" fill="#0b0d18"/>${repeat(9, (i) => `<circle cx="${180 + i * 26}" cy="${n(190 + Math.sin(i) * 9)}" r="5" fill="#fff0b0"/><circle cx="${180 + i * 26}" cy="${n(190 + Math.sin(i) * 9)}" r="13" fill="#fff0b0" fill-opacity="0.25"/>`)}`,
    fox: `<path d="M150,300 C150,220 220,200 300,214 C350,170 420,180 436,236 C470,150 540,180 520,250 C500,310 440,300 424,276 C410,320 380,330 360,330 h-180 C156,330 150,318 150,300 Z" fill="${body}"/><path d="M150,300 C120,270 118,220 140,190 l10,-44 l34,26 h32 l32,-26 l10,44 C280,250 240,310 196,310 Z" fill="${hsl(h, 55, 52)}"/><path d="M196,310 C170,290 166,262 178,244 h40 C232,262 226,290 196,310 Z" fill="#fbeee0"/><circle cx="172" cy="226" r="6" fill="#120b12"/><circle cx="222" cy="226" r="6" fill="#120b12"/><circle cx="197" cy="288" r="7" fill="#120b12"/><path d="M486,196 q26,10 26,46" stroke="#ffcf6b" stroke-width="10" fill="none" stroke-linecap="round"/>`,
    crab: `${repeat(6, (i) => `<path d="M${200 + (i % 3) * 80},${300} q${i < 3 ? -60 : 60},${10 + (i % 3) * 8} ${i < 3 ? -100 : 100},64" stroke="${body}" stroke-width="10" fill="none" stroke-linecap="round"/>`)}<path d="M170,290 C170,190 400,190 400,290 C380,330 190,330 170,290 Z" fill="${body}"/>${repeat(5, (i) => `<path d="M${192 + i * 40},${n(286 - Math.sin((i / 4) * 3.14) * 34)} l14,-38 l20,8 l-4,36 Z" fill="${hsl(h + i * 18, 65, 78, 0.85)}" stroke="#fff" stroke-opacity="0.6"/>`)}<path d="M180,270 q-70,-10 -78,-70 q30,4 38,28 q14,-26 40,-18 Z M390,270 q70,-10 78,-70 q-30,4 -38,28 q-14,-26 -40,-18 Z" fill="${light}"/><circle cx="262" cy="196" r="8" fill="#fff"/><circle cx="308" cy="196" r="8" fill="#fff"/><circle cx="262" cy="197" r="4" fill="#000"/><circle cx="308" cy="197" r="4" fill="#000"/>`,
    cat: `${repeat(3, (i) => `<rect x="60" y="${120 + i * 110}" width="450" height="12" fill="#3c2a1e"/>${repeat(17, (b) => `<rect x="${66 + b * 26}" y="${n(132 + i * 110 + chance() * 20 - 0)}" width="${n(between(chance, 12, 22))}" height="${n(88)}" fill="${hsl(chance() * 360, 30, 32)}"/>`)}`)}<path d="M210,340 C190,260 230,210 290,214 C350,210 390,260 376,340 Z" fill="${body}"/><path d="M232,214 l-6,-62 l42,30 h36 l42,-30 l-6,62 C340,262 240,262 232,214 Z" fill="${hsl(h, 40, 54)}"/><circle cx="264" cy="212" r="9" fill="#ffe27a"/><circle cx="308" cy="212" r="9" fill="#ffe27a"/><path d="M264,204 v16 M308,204 v16" stroke="#101010" stroke-width="4"/><path d="M376,330 q70,-10 60,-90" stroke="${body}" stroke-width="18" fill="none" stroke-linecap="round"/><path d="M280,230 l6,6 l6,-6 Z" fill="#f2a9a0"/>`,
  };
  return {
    width: 570,
    height: 420,
    body: `${sky(chance, 570, 420, kind === 'whale' ? 230 : h + 170, 60)}${kind === 'whale' || kind === 'cat' ? '' : `<ellipse cx="285" cy="352" rx="230" ry="34" fill="#000" fill-opacity="0.3"/>`}${shapes[kind]}`,
  };
}

function droid(title, { hue, kind }) {
  const h = Number(hue);
  const metal = hsl(h, 55, 56);
  const shadow = hsl(h, 50, 36);
  const shapes = {
    round: `<circle cx="200" cy="250" r="92" fill="${metal}"/><path d="M200,158 a92,92 0 0 1 0,184 Z" fill="${shadow}"/><path d="M140,160 a60,52 0 0 1 120,0 Z" fill="${hsl(h, 30, 78)}"/><circle cx="200" cy="134" r="18" fill="#10121d"/><circle cx="200" cy="134" r="9" fill="#62c8ff"/><circle cx="200" cy="250" r="44" fill="none" stroke="${hsl(h, 40, 26)}" stroke-width="10"/>${repeat(8, (i) => `<circle cx="${n(200 + Math.cos(i * 0.785) * 70)}" cy="${n(250 + Math.sin(i * 0.785) * 70)}" r="5" fill="${hsl(h, 40, 26)}"/>`)}`,
    tall: `<path d="M150,120 h100 l14,70 h-128 Z" fill="${hsl(h, 20, 24)}"/><path d="M120,196 h160 l-16,140 h-128 Z" fill="${hsl(h, 16, 18)}"/><path d="M120,196 h80 v140 h-64 Z" fill="${hsl(h, 16, 27)}"/><rect x="160" y="142" width="80" height="18" rx="9" fill="#ff5a3c"/>${repeat(4, (i) => `<rect x="156" y="${222 + i * 26}" width="88" height="12" rx="6" fill="hsl(${18 + i * 8},90%,${58 - i * 6}%)"/>`)}<path d="M120,210 l-34,90 M280,210 l34,90" stroke="${hsl(h, 14, 34)}" stroke-width="18" stroke-linecap="round"/><path d="M160,336 v40 M240,336 v40" stroke="${hsl(h, 14, 34)}" stroke-width="22"/>`,
    lamp: `<path d="M156,150 h88 v150 h-88 Z" fill="#fff2c4"/><circle cx="200" cy="225" r="110" fill="#ffd873" fill-opacity="0.35"/><path d="M200,176 q34,44 0,84 q-34,-40 0,-84 Z" fill="#ff9c2b"/><path d="M142,150 h116 l-22,-40 h-72 Z M142,300 h116 l10,30 h-136 Z" fill="${shadow}"/><path d="M156,150 v150 M244,150 v150 M200,110 v-34" stroke="${shadow}" stroke-width="9"/><path d="M176,76 a24,24 0 0 1 48,0" fill="none" stroke="${shadow}" stroke-width="9"/><path d="M166,330 v50 M234,330 v50" stroke="${metal}" stroke-width="14" stroke-linecap="round"/>`,
  };
  return {
    width: 400,
    height: 420,
    body: `<rect width="400" height="420" fill="${hsl(h + 190, 28, 20)}"/><circle cx="200" cy="230" r="170" fill="${hsl(h + 190, 30, 28)}"/><ellipse cx="200" cy="384" rx="120" ry="16" fill="#000" fill-opacity="0.35"/>${shapes[kind]}`,
  };
}

function emblem(title, { hue, kind }) {
  const h = Number(hue);
  const gold = hsl(h, 80, 66);
  const shapes = {
    flame: `<path d="M200,96 C270,170 262,224 240,262 C250,230 226,204 214,190 C214,226 176,236 176,274 C150,240 140,196 200,96 Z" fill="${gold}"/><path d="M140,292 h120 l-14,26 h-92 Z" fill="${gold}"/>`,
    sun:
      repeat(12, (i) => `<path transform="rotate(${i * 30} 200 200)" d="M200,86 l12,44 h-24 Z" fill="${gold}"/>`) +
      `<circle cx="200" cy="200" r="56" fill="${gold}"/>`,
    wave: repeat(
      3,
      (i) =>
        `<path d="M96,${170 + i * 46} q26,-40 52,0 t52,0 t52,0 t52,0" fill="none" stroke="${gold}" stroke-width="16" stroke-linecap="round"/>`,
    ),
    diamond: `<path d="M200,92 l92,96 l-92,124 l-92,-124 Z" fill="none" stroke="${gold}" stroke-width="14"/><path d="M108,188 h184 M160,188 l40,-96 l40,96 l-40,124 Z" fill="none" stroke="${gold}" stroke-width="8"/>`,
    bell: `<path d="M200,96 C256,100 262,170 268,228 l22,36 h-180 l22,-36 C138,170 144,100 200,96 Z" fill="${gold}"/><circle cx="200" cy="286" r="20" fill="${gold}"/>`,
    moon: `<path d="M236,96 A110,110 0 1 0 290,270 A92,92 0 1 1 236,96 Z" fill="${gold}"/>`,
    moth: `<path d="M200,160 C120,80 70,140 96,200 C110,236 160,232 194,206 C150,240 140,290 170,300 C190,300 200,260 200,230 C200,260 210,300 230,300 C260,290 250,240 206,206 C240,232 290,236 304,200 C330,140 280,80 200,160 Z" fill="${gold}"/><path d="M196,150 q-10,-36 -34,-48 M204,150 q10,-36 34,-48" stroke="${gold}" stroke-width="7" fill="none"/>`,
    gear:
      repeat(
        10,
        (i) => `<rect transform="rotate(${i * 36} 200 200)" x="184" y="88" width="32" height="44" fill="${gold}"/>`,
      ) +
      `<circle cx="200" cy="200" r="82" fill="${gold}"/><circle cx="200" cy="200" r="36" fill="${hsl(h + 200, 40, 20)}"/>`,
    swords: `<path d="M118,102 l150,150 l-16,16 l-150,-150 Z M282,102 l-150,150 l16,16 l150,-150 Z" fill="${gold}"/><path d="M240,276 l42,-42 M160,276 l-42,-42 M262,262 l30,34 M138,262 l-30,34" stroke="${gold}" stroke-width="14" stroke-linecap="round"/>`,
    script: repeat(
      4,
      (i) =>
        `<path d="M112,${126 + i * 50} h${[170, 130, 156, 90][i]}" stroke="${gold}" stroke-width="10" stroke-linecap="round"/><circle cx="${[300, 262, 288, 222][i]}" cy="${126 + i * 50}" r="9" fill="${gold}"/>`,
    ),
  };
  return {
    width: 400,
    height: 400,
    body: `<rect width="400" height="400" fill="${hsl(h + 200, 38, 14)}"/><path d="M200,20 L368,92 V220 C368,310 286,362 200,384 C114,362 32,310 32,220 V92 Z" fill="${hsl(h + 200, 40, 20)}" stroke="${gold}" stroke-width="8"/>${shapes[kind]}`,
  };
}

function ship(title, { hue, kind }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  const hull = hsl(h, 30, kind === 'raider' ? 16 : 58);
  const dark = hsl(h, 34, kind === 'raider' ? 9 : 34);
  const flame = (x, y, s) =>
    `<path d="M${x},${y - 9 * s} L${x - 120 * s},${y} L${x},${y + 9 * s} Z" fill="#ffb347" fill-opacity="0.8"/><path d="M${x},${y - 4 * s} L${x - 66 * s},${y} L${x},${y + 4 * s} Z" fill="#fff3cf"/>`;
  const shapes = {
    cutter: `${flame(170, 236, 1)}<path d="M160,210 L330,196 C420,200 470,222 492,240 C470,258 420,268 330,270 L160,262 Z" fill="${hull}"/><path d="M160,240 L492,240 C470,258 420,268 330,270 L160,262 Z" fill="${dark}"/><path d="M250,200 C270,120 330,96 392,92 C360,130 352,168 356,200 Z" fill="${hsl(45, 85, 74, 0.9)}"/><path d="M240,202 C236,160 210,130 180,120 C206,150 204,180 206,204 Z" fill="${hsl(45, 85, 74, 0.7)}"/><circle cx="430" cy="228" r="13" fill="#fff6c8"/><circle cx="430" cy="228" r="34" fill="#fff1a8" fill-opacity="0.3"/>${repeat(5, (i) => `<circle cx="${240 + i * 32}" cy="226" r="5" fill="#ffe9a3"/>`)}`,
    capital: `${flame(96, 226, 1.2)}${flame(96, 262, 1.2)}<path d="M84,206 L470,190 L548,238 L470,276 L84,282 Z" fill="${hull}"/><path d="M84,246 L548,238 L470,276 L84,282 Z" fill="${dark}"/>${repeat(3, (i) => `<path d="M${170 + i * 96},198 v-${60 + (i % 2) * 26} q20,-18 40,0 v${60 + (i % 2) * 26} Z" fill="${hsl(h, 26, 48)}"/><path d="M${178 + i * 96},${150 - (i % 2) * 26} q12,-26 24,0 Z" fill="#f2cf6b"/>`)}${repeat(18, (i) => `<rect x="${112 + i * 21}" y="226" width="9" height="5" fill="#ffe9a3"/>`)}`,
    raider: `${flame(170, 220, 0.7)}${flame(170, 256, 0.7)}<path d="M500,238 L300,206 L150,150 L210,226 L150,238 L210,250 L150,326 L300,270 Z" fill="${hull}" stroke="${hsl(h, 60, 45)}" stroke-width="2"/><path d="M500,238 L300,270 L150,326 L210,250 L150,238 Z" fill="${dark}"/><path d="M380,232 l46,6 l-46,6 Z" fill="#b45cff"/>`,
  };
  return {
    width: 600,
    height: 420,
    body: `${sky(chance, 600, 420, kind === 'raider' ? 270 : h + 180, 110)}<g transform="rotate(-7 300 240)">${shapes[kind]}</g>`,
  };
}

function vehicle(title, { hue, kind }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  const ground = kind === 'boat' ? hsl(h, 55, 34) : hsl(h, 14, 84);
  const shapes = {
    sledge: `<path d="M120,300 h300 q40,0 54,-36 M150,300 v-20 M400,300 v-20" stroke="#e8a95b" stroke-width="12" fill="none" stroke-linecap="round"/><path d="M140,280 h280 l30,-64 h-330 Z" fill="#7d4a33"/><path d="M150,216 q30,-90 120,-80 q90,-10 130,80 Z" fill="#f6f4ee"/><path d="M270,136 v80 M210,150 q20,40 20,66 M340,150 q-20,40 -20,66" stroke="#c9c2b4" stroke-width="5" fill="none"/>`,
    boat: `<path d="M110,270 h340 l-40,60 h-260 Z" fill="#7b3f2c"/><path d="M110,270 h340 l-8,14 h-324 Z" fill="#f4d58a"/><path d="M200,200 h150 v70 h-150 Z" fill="#efe6d2"/>${repeat(4, (i) => `<circle cx="${222 + i * 36}" cy="232" r="11" fill="#3b6f8a"/>`)}<path d="M262,200 v-60 h28 v60 Z" fill="#c8503c"/>${repeat(3, (i) => `<circle cx="${286 + i * 22}" cy="${126 - i * 24}" r="${15 + i * 7}" fill="#fff" fill-opacity="0.4"/>`)}`,
  };
  return {
    width: 570,
    height: 400,
    body: `<defs><linearGradient id="day" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${hsl(h + 20, 60, 62)}"/><stop offset="1" stop-color="${hsl(h + 40, 70, 88)}"/></linearGradient></defs><rect width="570" height="400" fill="url(#day)"/><circle cx="450" cy="86" r="38" fill="#fff8dc"/>${repeat(4, () => `<ellipse cx="${n(chance() * 570)}" cy="${n(40 + chance() * 110)}" rx="${n(between(chance, 40, 90))}" ry="10" fill="#fff" fill-opacity="0.55"/>`)}<rect y="296" width="570" height="104" fill="${ground}"/>${shapes[kind]}${kind === 'boat' ? repeat(26, () => `<path d="M${n(chance() * 570)},${n(322 + chance() * 70)} h${n(between(chance, 16, 50))}" stroke="#fff" stroke-opacity="0.5" stroke-width="3" stroke-linecap="round"/>`) : ''}`,
  };
}

/** Things on a plate: weapons, armor and items share one stage. */
function onPlate(shapes) {
  return (title, { hue, kind }) => {
    const h = Number(hue);
    return {
      width: 440,
      height: 440,
      body: `<defs><radialGradient id="plate" cx="0.5" cy="0.42" r="0.75"><stop offset="0" stop-color="${hsl(h + 200, 26, 44)}"/><stop offset="1" stop-color="${hsl(h + 210, 34, 11)}"/></radialGradient><linearGradient id="steel" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f4f6fb"/><stop offset="0.5" stop-color="#aeb6c9"/><stop offset="1" stop-color="#69718a"/></linearGradient><linearGradient id="tint" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${hsl(h, 80, 78)}"/><stop offset="1" stop-color="${hsl(h, 70, 42)}"/></linearGradient></defs>
      <rect width="440" height="440" fill="url(#plate)"/><ellipse cx="220" cy="388" rx="140" ry="20" fill="#000" fill-opacity="0.3"/>${shapes[kind](h)}`,
    };
  };
}

const weapon = onPlate({
  pistol: () =>
    `<path d="M90,190 h220 l40,14 v24 h-150 l-12,26 h-44 l-18,96 h-58 l24,-110 q-8,-34 -2,-50 Z" fill="url(#steel)"/><path d="M128,352 l20,-96 h50 l-16,96 Z" fill="#6b4027"/><path d="M210,196 h90 v14 h-90 Z" fill="url(#tint)"/><circle cx="352" cy="216" r="16" fill="#ffd36b"/><circle cx="352" cy="216" r="36" fill="#ffb347" fill-opacity="0.35"/>`,
  halberd: () =>
    `<path d="M212,120 h16 v280 h-16 Z" fill="#6b4027"/><path d="M228,110 C330,110 340,210 250,236 L228,200 Z" fill="url(#tint)" fill-opacity="0.85"/><path d="M212,130 L140,160 L212,190 Z" fill="url(#tint)" fill-opacity="0.7"/><path d="M220,40 l18,80 h-36 Z" fill="url(#tint)"/>`,
  hook: () =>
    `<path d="M214,150 h14 v250 h-14 Z" fill="#2a2336"/><path d="M221,160 C221,60 330,60 320,140 C316,176 270,180 270,150" fill="none" stroke="url(#steel)" stroke-width="15" stroke-linecap="round"/><path d="M204,150 l17,-60 l17,60 Z" fill="url(#tint)"/>`,
  trident: () =>
    `<path d="M213,170 h14 v230 h-14 Z" fill="#31566b"/><path d="M220,50 l12,120 h-24 Z M140,90 q0,80 70,90 M300,90 q0,80 -70,90" fill="none" stroke="url(#tint)" stroke-width="14" stroke-linecap="round"/><path d="M140,60 l12,40 h-24 Z M300,60 l12,40 h-24 Z M220,28 l12,40 h-24 Z" fill="url(#steel)"/>`,
  match: () =>
    `<path d="M226,150 L150,410 l-18,-6 L208,146 Z" fill="#a9713c"/><circle cx="236" cy="104" r="80" fill="#ffcf5c" fill-opacity="0.3"/><path d="M240,30 C300,100 280,150 226,160 C180,150 190,110 214,92 C214,114 230,118 236,104 C244,84 232,60 240,30 Z" fill="#ff9c2b"/><path d="M236,96 C256,122 246,144 226,148 C206,142 214,120 236,96 Z" fill="#fff1b8"/>`,
});

const armor = onPlate({
  glove: (h) =>
    `<path d="M140,390 V250 L110,190 q-4,-26 18,-26 l34,46 V90 q0,-18 18,-18 t18,18 v80 V70 q0,-18 18,-18 t18,18 v100 V84 q0,-18 18,-18 t18,18 v96 v-66 q0,-16 16,-16 t16,16 V270 q0,50 -30,70 v50 Z" fill="url(#tint)"/><path d="M134,330 h176 v22 h-176 Z" fill="${hsl(h, 60, 24)}"/>`,
  coat: (h) =>
    `<path d="M150,70 h140 l70,60 l-26,120 l-34,-20 l24,170 h-208 l24,-170 l-34,20 l-26,-120 Z" fill="${hsl(h, 45, 32)}"/><path d="M220,80 v320" stroke="${hsl(h, 40, 18)}" stroke-width="6"/><path d="M170,70 l50,60 l50,-60 Z" fill="${hsl(h, 50, 48)}"/>${repeat(12, (i) => `<rect x="${150 + (i % 2) * 96}" y="${160 + Math.floor(i / 2) * 38}" width="46" height="26" rx="4" fill="none" stroke="${hsl(h, 60, 60)}" stroke-width="3"/>`)}`,
  helm: (h) =>
    `<path d="M100,300 C96,140 150,70 220,70 C290,70 344,140 340,300 l30,40 h-300 Z" fill="url(#tint)"/><path d="M130,210 h180 v36 h-70 v70 h-40 v-70 h-70 Z" fill="${hsl(h, 50, 12)}"/><circle cx="220" cy="62" r="18" fill="url(#steel)"/>`,
});

const item = onPlate({
  lantern: (h) =>
    `<circle cx="220" cy="240" r="150" fill="${hsl(h, 95, 66, 0.3)}"/><path d="M150,170 h140 v170 h-140 Z" fill="#fff3c4"/><path d="M220,190 q46,62 0,124 q-46,-62 0,-124 Z" fill="#ff9c2b"/><path d="M220,236 q20,34 0,70 q-20,-36 0,-70 Z" fill="#fff6d8"/><path d="M134,170 h172 l-36,-54 h-100 Z M134,340 h172 l14,36 h-200 Z" fill="#3d3448"/><path d="M150,170 v170 M290,170 v170" stroke="#3d3448" stroke-width="12"/><path d="M170,116 q50,-110 100,0" fill="none" stroke="#6a5f7a" stroke-width="12"/>`,
  match: () =>
    `<rect x="90" y="300" width="260" height="80" rx="8" fill="#4b2f5a"/><path d="M100,300 h240 l-20,-24 h-200 Z" fill="#6d4880"/><path d="M200,280 l50,-150 l16,6 l-46,146 Z" fill="#3b2a20"/><path d="M250,130 l16,6 l8,-30 q-14,-14 -24,0 Z" fill="#171012"/><path d="M262,100 q24,-24 8,-60 q-30,24 -8,60" fill="none" stroke="#cfc6d6" stroke-opacity="0.6" stroke-width="4"/>`,
  pane: (h) =>
    `<path d="M110,90 l210,-30 l20,270 l-200,40 Z" fill="${hsl(h, 60, 72, 0.45)}" stroke="${hsl(h, 70, 88)}" stroke-width="5"/><path d="M140,110 l60,-8 l-40,220 l-10,2 Z" fill="#fff" fill-opacity="0.35"/><path d="M170,300 q50,-70 100,-20 q30,-50 50,-30" fill="none" stroke="${hsl(h, 40, 30)}" stroke-width="5" stroke-opacity="0.7"/><circle cx="270" cy="150" r="22" fill="${hsl(45, 80, 78, 0.8)}"/>`,
  dumpling: () =>
    `<ellipse cx="220" cy="320" rx="160" ry="44" fill="#e9e4da"/><ellipse cx="220" cy="312" rx="130" ry="32" fill="#cfc7b8"/>${[
      [150, 290],
      [220, 276],
      [290, 290],
      [220, 306],
    ]
      .map(
        ([x, y]) =>
          `<path d="M${x - 46},${y} q46,-86 92,0 q-46,26 -92,0 Z" fill="#f6e3be"/><path d="M${x - 20},${y - 30} q20,20 40,0 M${x - 6},${y - 40} q6,22 12,0" fill="none" stroke="#d8b987" stroke-width="4"/>`,
      )
      .join(
        '',
      )}${repeat(3, (i) => `<path d="M${170 + i * 50},180 q-16,-24 0,-48 t0,-48" fill="none" stroke="#fff" stroke-opacity="0.45" stroke-width="7" stroke-linecap="round"/>`)}`,
  engine: (h) =>
    `<path d="M80,200 h180 v100 h-180 Z" fill="url(#steel)"/><path d="M260,170 l90,-30 v220 l-90,-30 Z" fill="#59617a"/><ellipse cx="350" cy="250" rx="24" ry="110" fill="${hsl(h, 95, 60)}"/><ellipse cx="350" cy="250" rx="12" ry="70" fill="#fff3cf"/>${repeat(5, (i) => `<rect x="${96 + i * 34}" y="184" width="16" height="132" rx="8" fill="url(#tint)"/>`)}<circle cx="80" cy="250" r="40" fill="#3d4459"/>`,
});

function cover(title, { hue, kind }) {
  const chance = chanceOf(title);
  const h = Number(hue);
  const shapes = {
    match: `<path d="M196,190 l-40,230 l14,2 l42,-230 Z" fill="#c08a50"/><circle cx="206" cy="150" r="70" fill="#ffcf5c" fill-opacity="0.35"/><path d="M208,84 q60,80 -2,120 q-54,-40 2,-120 Z" fill="#ff9c2b"/>`,
    moon: `<path d="M240,120 A100,100 0 1 0 290,300 A84,84 0 1 1 240,120 Z" fill="#e9e4ff"/>`,
    ship: `<path d="M90,260 L220,236 C280,240 310,252 326,266 C310,282 280,290 220,292 L90,286 Z" fill="#e7c38a"/><path d="M170,238 C190,160 240,140 280,136 C256,180 250,210 254,240 Z" fill="#fff0b8"/>`,
    lantern: `<circle cx="200" cy="250" r="120" fill="#ffd873" fill-opacity="0.35"/><path d="M160,200 h80 v110 h-80 Z" fill="#fff3c4"/><path d="M200,214 q28,40 0,80 q-28,-40 0,-80 Z" fill="#ff9c2b"/><path d="M150,200 h100 l-20,-34 h-60 Z M150,310 h100 l10,24 h-120 Z" fill="#2e2638"/>`,
  };
  const words = title.replace(/^A |^The /, '').split(' ');
  return {
    width: 400,
    height: 560,
    body: `${sky(chance, 400, 560, h + 200, 90)}<rect x="18" y="18" width="364" height="524" fill="none" stroke="${hsl(h, 70, 70)}" stroke-width="4"/><rect x="28" y="28" width="344" height="504" fill="none" stroke="${hsl(h, 70, 70)}" stroke-width="1.5"/>${shapes[kind]}
    ${repeat(words.length > 3 ? 3 : words.length, (i) => `<rect x="${200 - words[i].length * 11}" y="${430 + i * 30}" width="${words[i].length * 22}" height="14" rx="7" fill="${hsl(h, 80, 78)}"/>`)}`,
  };
}

export const DRAWINGS = {
  planet,
  station,
  place,
  portrait,
  creature,
  droid,
  emblem,
  ship,
  vehicle,
  weapon,
  armor,
  item,
  cover,
};
