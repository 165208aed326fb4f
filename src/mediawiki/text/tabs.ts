export interface Tab {
  label: string;
  content: string;
}

/** The tabs of a `<tabber>`: parted by `|-|`, each with its label before the first `=`. */
export function tabsOf(text: string): Tab[] {
  return text
    .split('|-|')
    .filter((tab) => tab.trim() !== '')
    .map((tab) => {
      const [, label = '', content = tab] = /^\s*([^=[\]{}<>\n]{1,200})=([^]*)$/.exec(tab) ?? [];
      return { label: label.trim(), content: content.trim() };
    });
}
