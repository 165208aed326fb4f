#!/usr/bin/env node
// Draws universes/demo/images from the "img:" options of the source: `node scripts/draw-demo-images.mjs [FILE…]`.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { demoDir, readDemoSource } from './demo-source.mjs';
import { DRAWINGS } from './demo-drawings.mjs';

const dir = join(demoDir, 'images');
const only = new Set(process.argv.slice(2));
mkdirSync(dir, { recursive: true });
const articles = readDemoSource().filter(({ image }) => image);
const wanted = new Set(articles.map(({ image }) => image.file));
for (const name of readdirSync(dir)) if (!wanted.has(name)) rmSync(join(dir, name));
let bytes = 0;
for (const { title, image } of articles) {
  const path = join(dir, image.file);
  if (only.size === 0 || only.has(image.file)) await draw(title, image, path);
  bytes += statSync(path).size;
}
console.log(`${articles.length} images, ${bytes} bytes`);

async function draw(title, image, path) {
  const { width, height, body } = DRAWINGS[image.drawing](title, image);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
  const drawing = sharp(Buffer.from(svg)).flatten({ background: '#0b0d18' });
  if (path.endsWith('.webp')) await drawing.webp({ quality: 78, effort: 6 }).toFile(path);
  else if (path.endsWith('.jpg')) await drawing.jpeg({ quality: 80, mozjpeg: true }).toFile(path);
  else await drawing.png({ palette: true, colours: 96, dither: 0.6, effort: 10 }).toFile(path);
}
