/** An answered request, as metrics count it. */
export interface ObservedRequest {
  /** The route's pattern. */
  route: string;
  method: string;
  status: number;
  /** `postgres`, `file`, or `none` where the answer holds no data. */
  source: string;
  seconds: number;
}

/** Told of every request that the fast lane answers; the others are seen by the framework's hooks. */
export interface RequestObserver {
  observeRequest(request: ObservedRequest): void;
}
