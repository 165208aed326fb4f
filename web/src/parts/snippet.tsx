const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

/** A snippet of the server, whose only markup is `<mark>`: drawn as elements, never as HTML. */
export function Snippet({ html }: { html: string }) {
  return (
    <>
      {html.split(/<mark>|<\/mark>/).map((piece, index) => {
        const text = piece.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => ENTITIES[name] ?? '');
        return index % 2 === 1 ? <mark key={index}>{text}</mark> : text;
      })}
    </>
  );
}
