import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

export interface MenuItem {
  key: string;
  label: ReactNode;
  hint?: ReactNode;
  choose: () => void;
}

interface PopupMenuProps {
  /** The button that it belongs to; it gets the focus back. */
  anchor: HTMLElement;
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
}

const GAP = 4;

/** A menu beside its button, wherever that leaves it on the screen. Arrow keys move, Escape or Tab closes. */
export function PopupMenu({ anchor, label, items, onClose }: PopupMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });

  useLayoutEffect(() => {
    if (!menu.current) return;
    setPlace(placeBeside(anchor.getBoundingClientRect(), menu.current));
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [anchor]);

  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!menu.current?.contains(target) && !anchor.contains(target)) onClose();
    };
    // The menu is placed once: when what it hangs on moves away, it goes.
    const onMove = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('scroll', onMove, true);
    window.addEventListener('resize', onClose);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('scroll', onMove, true);
      window.removeEventListener('resize', onClose);
    };
  }, [anchor, onClose]);

  const close = () => {
    anchor.focus();
    onClose();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
      return;
    }
    const all = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[next % all.length]?.focus();
  };

  return createPortal(
    <div className="menu" role="menu" aria-label={label} ref={menu} style={place} onKeyDown={onKeyDown} data-above="">
      {items.map((item) => (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          key={item.key}
          onClick={() => {
            close();
            item.choose();
          }}
        >
          <span>{item.label}</span>
          {item.hint && <small>{item.hint}</small>}
        </button>
      ))}
    </div>,
    document.body,
  );
}

function placeBeside(anchor: DOMRect, menu: HTMLElement): { left: number; top: number } {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = anchor.bottom + GAP;
  const top = below + height > window.innerHeight ? Math.max(GAP, anchor.top - GAP - height) : below;
  return { left: Math.max(GAP, Math.min(anchor.left, window.innerWidth - width - GAP)), top };
}
