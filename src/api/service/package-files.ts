/** Where the files lie that come with the package. */
export class PackageFiles {
  constructor(readonly dir: string) {}
}
