declare module 'unbzip2-stream' {
  /** A stream of the old kind that unpacks what is written to it. */
  function unbzip2(): NodeJS.ReadWriteStream;
  export = unbzip2;
}
