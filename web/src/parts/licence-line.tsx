import type { Licence } from '../api/types';
import { isFree } from '../universe';
import { webAddress } from '../../../src/universe/web-address';

/** Whose work it is, and what may be done with it. */
export function LicenceLine({ licence }: { licence: Licence }) {
  const address = webAddress(licence.url);
  return (
    <>
      {licence.attribution ? `${licence.attribution}. Licence: ` : 'Licence: '}
      {address ? (
        <a href={address} rel="noreferrer license">
          {licence.name}
        </a>
      ) : (
        licence.name
      )}
      .{isFree(licence) ? '' : ' Pictures belong to their owners.'}
    </>
  );
}
