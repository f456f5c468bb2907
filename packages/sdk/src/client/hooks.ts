/** One attempt of a call. */
export interface AttemptInfo {
  /** Operation and its target, such as `apply postgres/database/main`. */
  readonly action: string;
  readonly method: string;
  readonly url: string;
  /** 1 on the first. */
  readonly attempt: number;
}

/** Request as hooks see it. `headers` may be added to, `traceparent` say; they include the token. */
export interface HookRequest extends AttemptInfo {
  readonly headers: Headers;
}

/** A response of any status. Do not read its body. */
export interface HookResponse {
  readonly request: HookRequest;
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | null;
  /** Milliseconds until the response began. */
  readonly duration: number;
}

/** A failed attempt: an error response, no response, or an abort. */
export interface HookFailure extends AttemptInfo {
  readonly error: unknown;
}

/** A failed attempt that will be retried. */
export interface HookRetry extends HookFailure {
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** Called around every attempt; the call awaits each hook. If a hook throws, the call throws the same error. */
export interface Hooks {
  onRequest?(request: HookRequest): void | Promise<void>;
  onResponse?(response: HookResponse): void | Promise<void>;
  onError?(failure: HookFailure): void | Promise<void>;
  onRetry?(retry: HookRetry): void | Promise<void>;
}
