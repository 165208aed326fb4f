import type { ComponentChildren } from 'preact';
import { parseBlocks, type Align, type Block } from '../../../src/universe/markdown-blocks';
import { parseInline, type Inline } from '../../../src/universe/markdown-inline';
import { link } from '../route';
import { webAddress } from '../../../src/universe/web-address';
import { titleOfHref } from './wiki-links';

/** Whose links these are. */
interface Origin {
  universe: string;
  title: string;
  sourceUrl: string | null;
}

/** Markdown of a wiki, drawn as elements: text stays text whatever it holds, and links lead only where they may. */
export function Markdown({ text, ...origin }: Origin & { text: string }) {
  return <>{parseBlocks(text).map((block, index) => drawBlock(block, index, origin))}</>;
}

function drawBlock(block: Block, key: number, origin: Origin): ComponentChildren {
  const inline = (text: string) => drawInline(parseInline(text), origin);
  const blocks = (all: Block[]) => all.map((one, index) => drawBlock(one, index, origin));
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{inline(block.text)}</p>;
    case 'heading':
      return (
        <p key={key}>
          <strong>{inline(block.text)}</strong>
        </p>
      );
    case 'quote':
      return <blockquote key={key}>{blocks(block.blocks)}</blockquote>;
    case 'code':
      return <pre key={key}>{block.text}</pre>;
    case 'rule':
      return <hr key={key} />;
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>{tight(item) ? inline(tight(item)!) : blocks(item)}</li>
      ));
      return block.start === null ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      );
    }
    case 'table':
      return (
        <div class="table-frame" key={key} tabIndex={0} role="group" aria-label="Table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell, column) => (
                  <th key={column} scope="col" style={alignment(block.align[column])}>
                    {inline(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column} style={alignment(block.align[column])}>
                      {inline(cell)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

/** The text of an item that is a single paragraph. */
function tight(item: Block[]): string | null {
  return item.length === 1 && item[0]!.kind === 'paragraph' ? item[0]!.text : null;
}

function alignment(align: Align | undefined) {
  return align ? { textAlign: align } : undefined;
}

function drawInline(pieces: Inline[], origin: Origin): ComponentChildren[] {
  return pieces.map((piece, index) => {
    if (typeof piece === 'string') return piece;
    if (piece.kind === 'break') return <br key={index} />;
    const children = drawInline(piece.children, origin);
    if (piece.kind === 'link') return drawLink(piece.href, children, index, origin);
    const Tag = piece.kind;
    return <Tag key={index}>{children}</Tag>;
  });
}

function drawLink(href: string, children: ComponentChildren[], key: number, origin: Origin): ComponentChildren {
  const [path = '', section = ''] = href.split('#');
  const title = path === '' && section !== '' ? origin.title : path.startsWith('/wiki/') ? titleOfHref(path) : null;
  if (title !== null) {
    return (
      <a key={key} href={link.article(origin.universe, title, section)}>
        {children}
      </a>
    );
  }
  const outside = webAddress(href, origin.sourceUrl);
  if (!outside) return children;
  return (
    <a key={key} class="outside" href={outside} rel="noreferrer external">
      {children}
    </a>
  );
}
