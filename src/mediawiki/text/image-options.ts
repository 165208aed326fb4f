/** What MediaWiki's languages call the options of a picture in a link: facts of its message files. */
const FRAMED: ReadonlySet<string> = new Set(
  `thumb thumbnail frame framed enframed تصغير مصغر إطار بإطار мини миниатюра рамка обрамить міні мініатюра обрамити
miniatura marc náhled rám mini miniatur gerahmt ramme μικρογραφία μινιατούρα με-πλαίσιο miniaturadeimagen marco enmarcado
enmarcada pisi pisipilt raam بندانگشتی انگشتدان انگشتی قاب pienoiskuva pienois kehys kehystetty vignette cadre encadré
encadre miniaturadaimaxe conmarco conbordo miniaturadaimagem commoldura comborda ממוזער מסגרת ממוסגר minijatura okvir
bélyegkép bélyeg miniatűr keretezett keretben keretes jmpl jempol min bingkai bing riquadrato incorniciato サムネイル
フレーム 섬네일 썸네일 축소판 프레임 miniatiūra мини-слика ворамка miniatyr miniatuur omkaderd mały ramka cadru náhľad
sličica okvirjeno умањено оквир umanjeno rám ram inramad küçükresim küçük çerçeveli çerçeve nhỏ khung 缩略图 縮圖 有框`.split(
    /\s+/,
  ),
);
const PLACED: ReadonlySet<string> = new Set(
  `right left center centre none يمين يسار مركز وسط بدون справа слева дясно вдясно ляво вляво центр праворуч ліворуч
dreta esquerra vpravo vlevo střed žádné rechts links zentriert ohne δεξιά αριστερά κέντρο καθόλου derecha der dcha
izquierda izda izq centro centrado centrada centrar no ninguna ninguno nada paremal vasakul keskel tühi راست چپ هیچ oikea
vasen keski keskitetty tyhjä droite gauche centré néant neant dereita ningún direita nenhum ימין שמאל מרכז ללא desno
lijevo središte ništa jobbra jobb balra bal középre közép semmi kanan ka kiri ki pusat pus tanpa nir destra sinistra
nessuno 右 左 中央 なし 無し 오른쪽 왼쪽 가운데 없음 десно лево центар нема høyre venstre sentrer senter midtstilt ingen
gecentreerd geen prawo lewo centruj brak dreapta stanga centru nu stred sredina levo brez c d l n höger vänster centrerad
sağ sol orta yok phải trái giữa không 居中 置中 无 無`.split(/\s+/),
);
const OTHER: ReadonlySet<string> = new Set(
  `border frameless upright baseline sub sup super top text-top middle bottom text-bottom rand rahmenlos hochkant
sans_cadre bordure redresse borde sinmarco sin_enmarcar semmoldura semborda borda bordo senza_cornice verticale kaderloos
rechtop tło bez_ramki безрамки граница безрама sınır çerçevesiz viền không_khung 无框 無框 边框 フレームなし 境界 oben mitte
unten grundlinie`.split(/\s+/),
);
const SETTING =
  /^\s*(?:alt|link|page|class|lang|upright|thumb|thumbnail|mini|miniatur|vignette|альт|ссылка|alternativtext|verweis|lien|enlace|loop|start|end|thumbtime)\s*=/i;
const SIZE = /^\s*(\d{0,5})\s*(?:x\s*(\d{1,5}))?\s*(?:px|пкс|п|p|像素|ピクセル|픽셀)(?:px)?\s*$/i;

/** What an option of a picture says; null for text, which is its caption. */
export type ImageOption = { kind: 'framed' | 'placed' | 'other' } | { kind: 'link' } | { kind: 'size'; width: number };

/** Reads one of the parts behind a picture's name. */
export function readImageOption(text: string): ImageOption | null {
  const word = text.trim().toLowerCase();
  if (FRAMED.has(word)) return { kind: 'framed' };
  if (PLACED.has(word)) return { kind: 'placed' };
  if (OTHER.has(word)) return { kind: 'other' };
  const setting = SETTING.exec(text)?.[0].trim().toLowerCase();
  if (setting !== undefined) {
    if (/^(?:link|verweis|lien|enlace|ссылка)/.test(setting)) return { kind: 'link' };
    return { kind: /^(?:thumb|mini|vignette)/.test(setting) ? 'framed' : 'other' };
  }
  const [, width, height] = SIZE.exec(text) ?? [];
  if (width === undefined || (width === '' && height === undefined)) return null;
  return { kind: 'size', width: Number(width || height) };
}
