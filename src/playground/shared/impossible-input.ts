/** A driver of a stand-in asked for something that a person could not do. */
export class ImpossibleInput extends Error {
  override readonly name = 'ImpossibleInput';
}
