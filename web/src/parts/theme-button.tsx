import { useEffect, useState } from 'preact/hooks';

const KEY = 'lorekeeper-theme';
type Theme = 'light' | 'dark';

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function readTheme(): Theme | null {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : null;
}

/** Day or night; as the system has it until one chooses. */
export function ThemeButton() {
  const [chosen, setChosen] = useState(readTheme);
  useEffect(() => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
  }, [chosen]);
  const now = chosen ?? systemTheme();
  const next = now === 'dark' ? 'light' : 'dark';
  const change = () => {
    if (next === systemTheme()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
    setChosen(next);
  };
  return (
    <button class="theme-button" type="button" onClick={change} aria-label={`Switch to the ${next} theme`}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        {now === 'dark' ? (
          <path d="M10 6.500a3.5 3.5 0 1 0 .01 0M10 1v2.500M10 16.500V19M1 10h2.500M16.5 10H19M3.6 3.600l1.8 1.800M14.6 14.600l1.8 1.800M3.6 16.400l1.8-1.800M14.6 5.400l1.8-1.8" />
        ) : (
          <path d="M16.5 12.500A7 7 0 0 1 7.5 3.500a7 7 0 1 0 9 9Z" />
        )}
      </svg>
    </button>
  );
}
