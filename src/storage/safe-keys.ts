/**
 * Refuses a value with keys that a document must never hold: those that an update or a query would read as an operator
 * or a path (`$…`, `a.b`), and `__proto__`. Every schema before this point is strict, so a hit is a fault of ours.
 *
 * @throws TypeError that names the path, not the value
 */
export function assertSafeKeys(value: unknown, path = ''): void {
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  for (const [key, inner] of Object.entries(value)) {
    const here = path === '' ? key : `${path}/${key}`;
    if (key.startsWith('$') || key.includes('.') || key.includes('\0') || key === '__proto__') {
      throw new TypeError(`a key that can't be stored: ${here}`);
    }
    assertSafeKeys(inner, here);
  }
}
