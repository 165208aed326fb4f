import { useState } from 'preact/hooks';
import type { Infobox, InfoboxField, InfoboxLink } from '../api/types';
import { link } from '../route';
import { linkedPieces } from '../../../src/universe/linked-pieces';
import { webAddress } from '../../../src/universe/web-address';
import { categoryName } from '../words';

const SHOWN = 6;

interface Context {
  universe: string;
  sourceUrl: string | null;
}

/** Everything the wiki's infobox says, line by line; its links lead to articles here, or back to the wiki. */
export function InfoboxTable(props: { universe: string; title: string; infobox: Infobox; sourceUrl: string | null }) {
  const context = { universe: props.universe, sourceUrl: props.sourceUrl };
  return (
    <div class="facts">
      {props.infobox.type && <h2 class="small-head">{categoryName(props.infobox.type)}</h2>}
      <dl>
        {props.infobox.fields.filter(saysMoreThan(props.title)).map((field, index) => (
          <FieldLine key={index} field={field} context={context} />
        ))}
      </dl>
    </div>
  );
}

/** A field that only repeats the title tells a reader nothing. */
function saysMoreThan(title: string): (field: InfoboxField) => boolean {
  return ({ values }) => values.some((value) => value !== title);
}

function FieldLine({ field, context }: { field: InfoboxField; context: Context }) {
  const [open, setOpen] = useState(false);
  const values = open ? field.values : field.values.slice(0, SHOWN);
  const hidden = field.values.length - values.length;
  if (field.values.length === 0) return null;
  return (
    <div class="fact">
      <dt>{field.label || 'Also'}</dt>
      {values.map((value, index) => (
        <dd key={index} dir="auto">
          {linkedPieces(value, field.links).map((piece, at) =>
            piece.link ? <FactLink key={at} link={piece.link} context={context} /> : piece.text,
          )}
        </dd>
      ))}
      {hidden > 0 && (
        <dd>
          <button class="text-button" type="button" onClick={() => setOpen(true)}>
            and {hidden} more
          </button>
        </dd>
      )}
    </div>
  );
}

function FactLink({ link: to, context }: { link: InfoboxLink; context: Context }) {
  if (to.title !== null) return <a href={link.article(context.universe, to.title)}>{to.text}</a>;
  const outside = webAddress(to.href, context.sourceUrl);
  if (!outside) return <>{to.text}</>;
  return (
    <a class="outside" href={outside} rel="noreferrer external" title="Not kept here: leads to the wiki">
      {to.text}
    </a>
  );
}
