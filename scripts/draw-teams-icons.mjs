import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

/** Draws manifests/teams/*.png: a speech bubble with a tick, from shapes; run it after changing them. */
const inBubble = (x, y) => {
  const [cx, cy, w, h, r] = [0.5, 0.45, 0.34, 0.26, 0.1];
  const dx = Math.max(Math.abs(x - cx) - (w - r), 0);
  const dy = Math.max(Math.abs(y - cy) - (h - r), 0);
  const tail = y > 0.65 && y < 0.84 && x > 0.3 && x < 0.3 + (0.84 - y) * 0.9;
  return Math.hypot(dx, dy) <= r || tail;
};
const distance = (x, y, [ax, ay], [bx, by]) => {
  const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
};
const [left, low, right] = [
  [0.37, 0.46],
  [0.46, 0.55],
  [0.64, 0.36],
];
const inTick = (x, y) => Math.min(distance(x, y, left, low), distance(x, y, low, right)) < 0.042;

const purple = [79, 70, 165, 255];
const white = [255, 255, 255, 255];
const nothing = [255, 255, 255, 0];
const color = (x, y) => (inBubble(x, y) && !inTick(x, y) ? white : purple);
const outline = (x, y) => (inBubble(x, y) && !inTick(x, y) ? white : nothing);

/** Eight by eight samples a pixel, so that edges are smooth. */
function png(size, paint) {
  const samples = 8;
  const rows = Array.from({ length: size }, (_row, y) => {
    const row = Buffer.alloc(1 + size * 4);
    for (let x = 0; x < size; x += 1) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < samples * samples; s += 1) {
        const at = (base, step) => (base + (step + 0.5) / samples) / size;
        const one = paint(at(x, s % samples), at(y, Math.floor(s / samples)));
        for (let c = 0; c < 4; c += 1) sum[c] += one[c];
      }
      for (let c = 0; c < 4; c += 1) row[1 + x * 4 + c] = Math.round(sum[c] / samples ** 2);
    }
    return row;
  });
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

writeFileSync('manifests/teams/color.png', png(192, color));
writeFileSync('manifests/teams/outline.png', png(32, outline));
