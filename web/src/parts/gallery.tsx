import { useEffect, useRef, useState } from 'preact/hooks';
import { wikiUrl } from '../api/client';
import type { ArticleSections } from '../api/types';
import { Picture } from './picture';

type GalleryPicture = ArticleSections['gallery'][number];

/** So many at first; the others when they are asked for. */
const SHOWN = 24;

/** The pictures of an article's text; each opens large. */
export function Gallery({ pictures }: { pictures: readonly GalleryPicture[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const [all, setAll] = useState(false);
  if (pictures.length === 0) return null;
  const shown = all ? pictures : pictures.slice(0, SHOWN);
  return (
    <section class="gallery" aria-labelledby="gallery">
      <h2 id="gallery" class="text-head">
        Gallery
      </h2>
      <ul>
        {shown.map(({ url, caption }, index) => (
          <li key={index}>
            <button type="button" onClick={() => setOpen(index)} aria-label={`Enlarge: ${caption || 'picture'}`}>
              <Picture url={url} name={caption} width={200} />
            </button>
            <p dir="auto">{caption}</p>
          </li>
        ))}
      </ul>
      {shown.length < pictures.length && (
        <button class="text-button" type="button" onClick={() => setAll(true)}>
          and {pictures.length - shown.length} more
        </button>
      )}
      {open !== null && <Lightbox pictures={pictures} at={open} go={setOpen} />}
    </section>
  );
}

function Lightbox(props: { pictures: readonly GalleryPicture[]; at: number; go: (at: number | null) => void }) {
  const { pictures, at, go } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { url, caption } = pictures[at]!;
  const step = (by: number) => go((at + by + pictures.length) % pictures.length);
  return (
    <dialog
      class="lightbox"
      ref={dialog}
      aria-label={caption || 'Picture'}
      onClose={() => go(null)}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1);
        if (event.key === 'ArrowLeft') step(-1);
      }}
    >
      <figure>
        <img key={url} src={wikiUrl(['image-proxy'], { url, w: 800 })} alt={caption} />
        <figcaption dir="auto">
          {caption} <span class="call-number">{`${at + 1} of ${pictures.length}`}</span>
        </figcaption>
      </figure>
      <p class="lightbox-buttons">
        {pictures.length > 1 && (
          <>
            <button class="button is-quiet" type="button" onClick={() => step(-1)}>
              Previous
            </button>
            <button class="button is-quiet" type="button" onClick={() => step(1)}>
              Next
            </button>
          </>
        )}
        <button class="button" type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
