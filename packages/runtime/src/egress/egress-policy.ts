import { readAddress, specialKind } from "./address-kind.ts";
import { type EgressRule, type EgressSubject, entryFor, isAllowed, rulesOf } from "./egress-rules.ts";

/** The setting that holds the rules. */
export const EGRESS_SETTING = "PRAGMA_EGRESS_ALLOW";

/** A connection that the policy refuses. */
export class EgressRefusal extends Error {
  override name = "EgressRefusal";
  readonly code = "EACCES";
  readonly syscall = "connect";
  readonly address: string;
  readonly port: number;

  constructor(message: string, address: string, port: number) {
    super(message);
    this.address = address;
    this.port = port;
  }
}

/** Decides what a provider may reach: public addresses, and those that the operator allows. */
export class EgressPolicy {
  readonly #subject: EgressSubject;
  readonly #rules: EgressRule[];

  /** @param rules all of the operator's; those for other providers are ignored */
  constructor(rules: readonly EgressRule[], subject: EgressSubject) {
    this.#subject = subject;
    this.#rules = rulesOf(rules, subject);
  }

  /**
   * @param host as requested: a name, or an address
   * @param address that the connection goes to
   * @returns null if it may be reached
   */
  refusal(host: string, address: string, port: number): EgressRefusal | null {
    const read = readAddress(address);
    const kind = read ? specialKind(read) : "not an address";
    if (kind === null || isAllowed(this.#rules, host, address, port)) return null;
    const shown = read?.toString() ?? address;
    const where = `${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
    const asked = host === address ? "" : ` (${host})`;
    const entry = entryFor(this.#subject, shown, port);
    const message = `connect to ${where}${asked} refused: it is ${kind}, which providers may not reach unless the operator allows it. To allow it, add ${entry} to ${EGRESS_SETTING}`;
    return new EgressRefusal(message, address, port);
  }
}
