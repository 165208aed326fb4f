export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Where traces go, by the standard's variables. */
export interface TracingSettings {
  /** Of the collector, without `/v1/traces`. */
  endpoint: string;
  /** Sent with every export; may be secret. */
  headers: Record<string, string>;
  serviceName: string;
  sampler: (typeof SAMPLERS)[number];
  /** Of the traces, from 0 to 1, where the sampler goes by a ratio. */
  ratio: number;
}
