import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { CloseIcon } from './icons.js';

const SHOWN_MS = 8000;

interface Toast {
  id: number;
  text: string;
}

const ToastContext = createContext<(text: string) => void>(() => undefined);

/** Shows a sentence for a few seconds, above whatever is open. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext);
}

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const lastId = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (text: string) => {
      const id = ++lastId.current;
      setToasts((all) => [...all.filter((toast) => toast.text !== text), { id, text }].slice(-3));
      setTimeout(() => dismiss(id), SHOWN_MS);
    },
    [dismiss],
  );
  return (
    <ToastContext value={show}>
      {children}
      {createPortal(
        <div className="toasts" role="alert" data-above="">
          {toasts.map((toast) => (
            <div className="toast" key={toast.id}>
              <span>{toast.text}</span>
              <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
                <CloseIcon />
              </button>
            </div>
          ))}
        </div>,
        document.body,
      )}
    </ToastContext>
  );
}
