/** What the doctor found about one thing. */
export interface Finding {
  state: 'ok' | 'warning' | 'problem';
  what: string;
  /** One sentence: how it is. */
  says: string;
  /** One sentence: what to do about it; not for `ok`. */
  todo?: string;
}

export function ok(what: string, says: string): Finding {
  return { state: 'ok', what, says };
}

/** It works, but not as well as it could. */
export function warning(what: string, says: string, todo: string): Finding {
  return { state: 'warning', what, says, todo };
}

/** It does not work. */
export function problem(what: string, says: string, todo: string): Finding {
  return { state: 'problem', what, says, todo };
}
