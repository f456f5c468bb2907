import { PragmaError } from "./errors/index.ts";
import { isAbsent } from "./internal/absence.ts";
import { get, jsonBody, segment } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import { List, type ListOptions } from "./list.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type { CreatedToken, CreateTokenInput, ExchangeInput, ExchangeResult, Token } from "./types/models.ts";

/** API tokens of the token's holder. */
export class Tokens {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Without their secrets. */
  list(options: ListOptions = {}): List<Token> {
    return new List(this.#transport, get("list tokens", "/auth/tokens", options), options);
  }

  /**
   * Creates a token with a subset of the caller's scopes. The result's `token` is its secret, shown only this once.
   *
   * @throws PragmaError if the answer with the secret was lost on the way; the message names the token to revoke
   */
  async create(
    input: Omit<CreateTokenInput, "expires_at"> & { expires_at?: Date | string | null },
    { idempotencyKey, ...options }: WriteOptions = {},
  ): Promise<CreatedToken> {
    const action = `create token ${input.name}`;
    const headers = { "idempotency-key": idempotencyKey };
    const body = jsonBody(input);
    const token = await this.#transport.value<Token & { token?: string }>({
      ...{ action, method: "POST", path: "/auth/tokens", headers, body, options },
    });
    if (token.token !== undefined) return { ...token, token: token.token };
    throw new PragmaError(
      `Could not ${action}: the answer with its secret was lost. Revoke ${token.id}, then try again`,
    );
  }

  /** Revokes a token; takes effect everywhere within a second. @throws NotFoundError */
  async revoke(id: string, options: RequestOptions = {}): Promise<void> {
    let attempts = 0;
    const path = `/auth/tokens/${segment(id)}`;
    const counted = { action: `revoke token ${id}`, method: "DELETE", path, options } as const;
    await this.#transport.value({ ...counted, onAttempt: () => attempts++ }).catch((error: unknown) => {
      // An earlier attempt succeeded, but its response was lost.
      if (!(isAbsent(error) && attempts > 1)) throw error;
    });
  }

  /** Revokes this client's own token; takes effect everywhere within a second. Needs no scope. */
  async revokeOwn(options: RequestOptions = {}): Promise<void> {
    const call = {
      action: "revoke the token in use",
      method: "DELETE",
      path: "/auth/tokens/current",
      options,
    } as const;
    await this.#transport.value(call);
  }

  /** Completes a CLI login: exchanges the code of its callback for a token. Needs no token; a code can be used once. */
  exchange(input: ExchangeInput, options: RequestOptions = {}): Promise<ExchangeResult> {
    const body = jsonBody(input);
    const call = { action: "exchange the code", method: "POST", path: "/auth/exchange", body, safe: false } as const;
    return this.#transport.value({ ...call, options });
  }
}
