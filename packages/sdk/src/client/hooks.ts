/** One attempt of a call. */
export interface AttemptInfo {
  /** What is tried with what, such as `apply postgres/database/main`. */
  readonly action: string;
  readonly method: string;
  readonly url: string;
  /** 1 on the first. */
  readonly attempt: number;
}

/** What hooks see of a request. `headers` may be added to, `traceparent` say; they include the token. */
export interface HookRequest extends AttemptInfo {
  readonly headers: Headers;
}

/** An answer, whatever its status. Its body is left to the client. */
export interface HookResponse {
  readonly request: HookRequest;
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | null;
  /** Milliseconds until the answer began. */
  readonly duration: number;
}

/** An attempt that failed, by its answer, without one, or by an abort. */
export interface HookFailure extends AttemptInfo {
  readonly error: unknown;
}

/** An attempt that failed and will be followed by another. */
export interface HookRetry extends HookFailure {
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** Called around every attempt, each awaited before the call goes on. What a hook throws, the call throws. */
export interface Hooks {
  onRequest?(request: HookRequest): void | Promise<void>;
  onResponse?(response: HookResponse): void | Promise<void>;
  onError?(failure: HookFailure): void | Promise<void>;
  onRetry?(retry: HookRetry): void | Promise<void>;
}
