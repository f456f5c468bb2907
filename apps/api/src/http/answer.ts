/** A handler's response as data: it can be sent, or stored for a replay. */
export type Answer = {
  status: number;
  /** JSON text unless `headers` names another content type; null for none. */
  body: string | Buffer | null;
  headers?: Readonly<Record<string, string>>;
  /** Stored for a replay by Idempotency-Key instead of the body. */
  replayBody?: string;
};

/**
 * Means that the handler has sent, or begun to send, the response itself. Not the reply: that is a thenable, and
 * awaiting the handler would wait for the end of the stream, for nothing.
 */
export const SENT = Symbol("sent");

/** 200 with JSON text. */
export function ok(body: string, headers?: Readonly<Record<string, string>>): Answer {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

/** 200 with a small value, not on a hot path. */
export function okValue(value: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return ok(JSON.stringify(value), headers);
}

/** 202 with a value: the operation is queued. */
export function accepted(value: unknown): Answer {
  return { status: 202, body: JSON.stringify(value) };
}

export const NO_CONTENT: Answer = { status: 204, body: null };

/** 304: the client already has it. */
export function notModified(headers: Readonly<Record<string, string>>): Answer {
  return { status: 304, body: null, headers };
}
