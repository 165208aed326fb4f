/** How TypeScript becomes JavaScript, for the build and for jest alike: types are not looked at. */
module.exports = {
  swcrc: false,
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    // Nest and TypeORM read the types of parameters and members from the metadata.
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
