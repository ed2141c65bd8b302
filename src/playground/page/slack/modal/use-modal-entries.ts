import { useCallback, useEffect, useRef, useState } from 'react';
import type { InputValues, OpenView } from '../../../page-api.js';
import { keepEntered } from './form-values.js';

interface Entries {
  view: OpenView;
  entered: InputValues;
}

/** What was entered in each view of the stack: a view that is uncovered again has kept it. */
export function useModalEntries(view: OpenView) {
  const covered = useRef(new Map<string, Entries>());
  const [current, setCurrent] = useState<Entries>({ view, entered: {} });

  let now = current;
  if (current.view.id !== view.id) {
    now = { view, entered: {} };
    const earlier = covered.current.get(view.id);
    if (earlier) now.entered = keepEntered(earlier.entered, earlier.view, view);
  } else if (current.view.hash !== view.hash) {
    now = { view, entered: keepEntered(current.entered, current.view, view) };
  }
  // Adjusted while rendering, so that no frame shows one view with another one's entries.
  if (now !== current) setCurrent(now);

  useEffect(() => {
    covered.current.set(now.view.id, now);
  }, [now]);

  const setEntered = useCallback(
    (change: (before: InputValues) => InputValues) =>
      setCurrent((before) => ({ ...before, entered: change(before.entered) })),
    [],
  );
  return { entered: now.entered, setEntered };
}
