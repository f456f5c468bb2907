/** What a handler answers, as data: it can be sent, or kept for a replay. */
export type Answer = {
  status: number;
  /** JSON text unless `headers` names another content type; null for none. */
  body: string | Buffer | null;
  headers?: Readonly<Record<string, string>>;
  /** What is kept for a replay by Idempotency-Key, if not the body itself. */
  replayBody?: string;
};

/**
 * Stands for an answer that the handler has sent, or begun to send, itself. Not the reply: that is a thenable, and
 * would make whoever awaits the handler wait for the end of the stream, to get nothing.
 */
export const SENT = Symbol("sent");

/** 200 with JSON text. */
export function ok(body: string, headers?: Readonly<Record<string, string>>): Answer {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

/** 200 with a value that is small and not on a hot path. */
export function okValue(value: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return ok(JSON.stringify(value), headers);
}

/** 202 with a value: what was asked for is queued. */
export function accepted(value: unknown): Answer {
  return { status: 202, body: JSON.stringify(value) };
}

export const NO_CONTENT: Answer = { status: 204, body: null };

/** 304: the client has it already. */
export function notModified(headers: Readonly<Record<string, string>>): Answer {
  return { status: 304, body: null, headers };
}
