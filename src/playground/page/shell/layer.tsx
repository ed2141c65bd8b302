import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

interface LayerProps {
  labelledBy: string;
  className: string;
  onEscape: () => void;
  children: ReactNode;
}

/**
 * A dialog above everything else: the rest can't be reached meanwhile, Tab stays inside, and focus goes back to where
 * it came from. Layers may lie on one another. Inside, `data-autofocus` marks what gets the focus first.
 */
export function Layer({ labelledBy, className, onEscape, children }: LayerProps) {
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const self = layer.current;
    if (!self) return;
    const before = document.activeElement;
    const covered = [...document.body.children].filter(
      (each) => each !== self && each instanceof HTMLElement && !each.inert && each.dataset.above === undefined,
    ) as HTMLElement[];
    for (const each of covered) each.inert = true;
    firstFocus(self)?.focus();
    return () => {
      for (const each of covered) each.inert = false;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  // A control that is disabled or replaced drops its focus, and with it the keyboard: it comes back inside.
  useEffect(() => {
    const self = layer.current;
    const isTop = self && !self.inert && self.isConnected;
    if (isTop && document.activeElement === document.body) (firstFocus(self) ?? self).focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    // React bubbles through portals: without this a dialog on top would close the one beneath it as well.
    event.stopPropagation();
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onEscape();
    if (event.key === 'Tab' && layer.current) keepInside(layer.current, event);
  };

  return createPortal(
    <div className="layer" ref={layer}>
      <div className={className} role="dialog" aria-modal="true" aria-labelledby={labelledBy} onKeyDown={onKeyDown}>
        {children}
      </div>
    </div>,
    document.body,
  );
}

function firstFocus(within: HTMLElement): HTMLElement | undefined {
  const all = focusable(within);
  const chosen = all.find((each) => each.dataset.autofocus !== undefined);
  return chosen ?? all.find((each) => each.matches('input, select, textarea')) ?? all[0];
}

function focusable(within: HTMLElement): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((each) => !each.matches(':disabled'));
}

function keepInside(within: HTMLElement, event: KeyboardEvent): void {
  const all = focusable(within);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}
