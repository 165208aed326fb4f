import { useMemo, useState } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import { wikiUrl } from '../api/client';
import { Constellation } from './constellation';

const WIDTHS = [64, 128, 200, 400, 800] as const;

interface PictureProps {
  url: string | null;
  name: string;
  /** Width at which it is shown, in CSS pixels. */
  width: (typeof WIDTHS)[number];
  /** Base64 of a thumbhash, shown until the picture is there. */
  placeholder?: string | null;
  /** Where the picture tells more than its neighbour's text does. */
  alt?: string;
  eager?: boolean;
  /** Width by height, where it is known and the frame should take it. */
  ratio?: number | null;
}

function drawThumbhash(thumbhash: string | null | undefined): string | null {
  if (!thumbhash) return null;
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** A picture through the server's own proxy; a constellation where there is none, or none can be had. */
export function Picture({ url, name, width, placeholder, alt = '', eager = false, ratio = null }: PictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const blurred = useMemo(() => drawThumbhash(placeholder), [placeholder]);
  if (!url || broken === url) {
    return (
      <span class="picture is-empty">
        <Constellation name={name} />
      </span>
    );
  }
  const double = WIDTHS.find((one) => one >= width * 2) ?? 800;
  const source = (w: number) => wikiUrl(['image-proxy'], { url, w });
  return (
    <span
      class={`picture${shown === url ? ' is-shown' : ''}`}
      style={ratio === null ? undefined : { aspectRatio: String(ratio) }}
    >
      {blurred && <img class="picture-hash" src={blurred} alt="" />}
      <img
        class="picture-real"
        key={url}
        src={source(width)}
        srcset={`${source(width)} 1x, ${source(double)} 2x`}
        alt={alt}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        onLoad={() => setShown(url)}
        onError={() => setBroken(url)}
      />
    </span>
  );
}
