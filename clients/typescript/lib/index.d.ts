import { LorekeeperOperations } from './generated/sdk.gen';
export type * from './generated/types.gen';
export interface LorekeeperOptions {
    /** Where the service is, for instance `http://localhost:8000`. */
    baseUrl: string;
    /** For the admin operations. */
    apiKey?: string;
    /** Instead of the platform's own. */
    fetch?: typeof fetch;
}
/** A client of one service: a method for each operation, which takes its parameters by name. */
export declare class Lorekeeper extends LorekeeperOperations {
    constructor({ baseUrl, apiKey, fetch }: LorekeeperOptions);
}
