/** What a form tells the element that it wraps, so that label, hint and error are read out with it. */
export interface FieldProps {
  id?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  /** Where no visible label belongs to it. */
  label?: string | undefined;
  autoFocus?: boolean | undefined;
}

export function fieldAttributes({ id, describedBy, invalid, label, autoFocus }: FieldProps) {
  return {
    id,
    'aria-describedby': describedBy,
    'aria-invalid': invalid ? true : undefined,
    'aria-label': label,
    'data-autofocus': autoFocus ? '' : undefined,
  };
}
