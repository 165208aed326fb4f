export * from './generated';
export * from './transport';
