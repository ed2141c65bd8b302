import { useState } from 'react';

export type Theme = 'light' | 'dark';

const KEY = 'referral-desk-theme';

/** Before the first paint: the choice made earlier; without one the system decides. */
export function restoreTheme(): void {
  const saved = readSaved();
  if (saved === 'light' || saved === 'dark') document.documentElement.dataset.theme = saved;
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const toggle = () => {
    const next = theme === 'light' ? 'dark' : 'light';
    document.documentElement.dataset.theme = next;
    save(next);
    setTheme(next);
  };
  return [theme, toggle];
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

// A browser may forbid storage altogether; the choice then lasts until the next reload.
function readSaved(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function save(theme: Theme): void {
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}
