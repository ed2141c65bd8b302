import type { Decimal128, Long } from 'bson';

/** A finite decimal number, exactly: coefficient × 10^exponent. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Any BSON number as the bson library hands it out. */
export type BsonNumber = number | bigint | Long | Decimal128;

export function isNumber(value: unknown): value is BsonNumber {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  const type = (value as { _bsontype?: string } | null | undefined)?._bsontype;
  return type === 'Long' || type === 'Decimal128';
}

/** The nearest double. */
export function toDouble(value: BsonNumber): number {
  return typeof value === 'number' ? value : Number(value.toString());
}

/** What the nearest double leaves out of a value: exactly 0 for doubles, integers up to 2^53 and most decimals. */
export function residue(value: BsonNumber, double: number): BsonNumberResidue {
  if (typeof value === 'number' || !Number.isFinite(double)) return 0;
  return subtract(parse(value.toString()), parse(exactText(double)));
}

/** A difference that is either zero or handed on as decimal text. */
export type BsonNumberResidue = 0 | { readonly negative: boolean; readonly text: string };

function subtract(a: Decimal, b: Decimal): BsonNumberResidue {
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = scaled(a, exponent) - scaled(b, exponent);
  if (difference === 0n) return 0;
  return { negative: difference < 0n, text: `${difference}e${exponent}` };
}

const scaled = (value: Decimal, exponent: number) => value.coefficient * 10n ** BigInt(value.exponent - exponent);

/** Large integers in full; fractions as their shortest text, so that 0.1 equals the decimal 0.1 as people expect. */
const exactText = (double: number) => (Number.isInteger(double) ? BigInt(double).toString() : String(double));

function parse(text: string): Decimal {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return { coefficient: 0n, exponent: 0 };
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${fraction}` || '0');
  return { coefficient: sign === '-' ? -digits : digits, exponent: Number(exponent) - fraction.length };
}
