import { Audit } from "./audit.ts";
import { Changes } from "./changes.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Events } from "./events.ts";
import { Files } from "./files.ts";
import { get } from "./internal/call.ts";
import { StateFeed } from "./internal/state-feed.ts";
import { Transport } from "./internal/transport.ts";
import type { PragmaOptions, RequestOptions } from "./options.ts";
import { Providers } from "./providers.ts";
import { Resources } from "./resources.ts";
import { Sets } from "./sets.ts";
import { Settings } from "./settings.ts";
import { Tokens } from "./tokens.ts";
import type { Identity, Liveness, Readiness } from "./types/models.ts";
import type { ResourceTypes } from "./types/registry.ts";

/**
 * A client of one organization, that of its token. `Types` are the types of resources it knows: those of
 * `ResourceTypes`, which generated types add to, unless you name others.
 *
 * @example
 * const pragma = new Pragma({ apiUrl: "http://localhost:8000", token: process.env.PRAGMA_AUTH_TOKEN });
 * const site = await pragma.resources.apply({
 *   provider: "pragma", resource: "config", name: "site", config: { data: { title: "Shop" } }, lifecycle_state: "pending",
 * });
 * const { outputs } = await pragma.resources.waitUntilReady(site);
 */
export class Pragma<Types = ResourceTypes> {
  readonly resources: Resources<Types>;
  readonly changes: Changes<Types>;
  readonly sets: Sets;
  readonly providers: Providers;
  readonly deadLetters: DeadLetters;
  readonly files: Files;
  readonly tokens: Tokens;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly events: Events;
  readonly #transport: Transport;

  /** @throws TypeError if `apiUrl` is not an http or https URL */
  constructor(options: PragmaOptions) {
    const transport = new Transport(options);
    this.#transport = transport;
    this.events = new Events(transport);
    this.resources = new Resources(transport, new StateFeed(this.events));
    this.changes = new Changes(transport);
    this.sets = new Sets(transport);
    this.providers = new Providers(transport);
    this.deadLetters = new DeadLetters(transport);
    this.files = new Files(transport);
    this.tokens = new Tokens(transport);
    this.settings = new Settings(transport);
    this.audit = new Audit(transport);
  }

  /** The identity behind the token. @throws AuthenticationError */
  me(options: RequestOptions = {}): Promise<Identity> {
    return this.#transport.value(get("read who the token is", "/auth/me", options));
  }

  /** Whether the API is alive. Needs no token. */
  health(options: RequestOptions = {}): Promise<Liveness> {
    return this.#transport.value(get("check the API's health", "/health", options));
  }

  /** Whether the API has what it needs; if `status` is `unavailable`, `checks` say what is missing. Needs no token. */
  readiness(options: RequestOptions = {}): Promise<Readiness> {
    return this.#transport.value({ ...get("check the API's readiness", "/health/ready", options), accept: [503] });
  }
}
