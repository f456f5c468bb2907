import { get, jsonBody } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type { OrganizationSettings, OrganizationSettingsInput } from "./types/models.ts";

const PATH = "/settings";

/** What holds for all of the organization. */
export class Settings {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get(options: RequestOptions = {}): Promise<OrganizationSettings> {
    return this.#transport.value(get("read the settings", PATH, options));
  }

  /**
   * What is left out stays. For owners.
   *
   * @throws PermissionDeniedError
   */
  change(
    input: OrganizationSettingsInput,
    { idempotencyKey, ...options }: WriteOptions = {},
  ): Promise<OrganizationSettings> {
    const headers = { "idempotency-key": idempotencyKey };
    const body = jsonBody(input);
    return this.#transport.value({
      action: "change the settings",
      method: "POST",
      path: PATH,
      headers,
      body,
      options,
    });
  }
}
