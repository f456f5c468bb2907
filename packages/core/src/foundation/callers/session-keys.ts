import type { Json } from "@pragma/contract";
import { type Database, SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { findSigningKeys, insertSigningKey, lockSigningKeys, type SigningKeyRow } from "@pragma/db/queries";
import type { Envelope } from "@pragma/language";
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Keyring } from "../secrets/index.ts";
import { SESSION_SECONDS } from "./session-id.ts";

export const SESSION_ALGORITHM = "EdDSA";
/** How long a retired key stays published: for the tokens that it signed, and replicas that have not noticed yet. */
const RETIRED_SECONDS = SESSION_SECONDS + 300;
const FRESH_MS = 60_000;
/** An unknown key id reloads the keys, but not for every forged token. */
const RETRY_MS = 1000;

interface Loaded {
  at: number;
  rows: readonly SigningKeyRow[];
  verifiers: ReadonlyMap<string, CryptoKey>;
}

/** The key pairs that sign sessions. The private keys are encrypted in the database, so all replicas share them. */
export class SessionKeys {
  readonly #db: Database;
  readonly #keyring: Keyring;
  #loading: Promise<Loaded> | undefined;

  constructor(db: Database, keyring: Keyring) {
    this.#db = db;
    this.#keyring = keyring;
  }

  /** The public key of an id, or undefined if there is none. */
  async verifier(kid: string): Promise<CryptoKey | undefined> {
    const loaded = await this.#load(FRESH_MS);
    return loaded.verifiers.get(kid) ?? (await this.#load(RETRY_MS)).verifiers.get(kid);
  }

  /** The key to sign with. Creates the first one, and a new one if the current one can no longer be decrypted. */
  async signer(): Promise<{ kid: string; key: CryptoKey }> {
    const loaded = await this.#load(FRESH_MS);
    return (await this.#signerOf(loaded.rows)) ?? this.#create(false);
  }

  /** Signs with a new key from now on; tokens signed with older keys stay valid until they expire. */
  async rotate(): Promise<void> {
    await this.#create(true);
  }

  /** The public keys, as a JWK set (RFC 7517). */
  async jwks(): Promise<{ keys: JWK[] }> {
    await this.signer();
    const { rows } = await this.#load(FRESH_MS);
    return { keys: rows.map((row) => JSON.parse(row.public_jwk) as JWK) };
  }

  async #create(always: boolean): Promise<{ kid: string; key: CryptoKey }> {
    const created = await this.#db.transaction(async (db) => {
      await lockSigningKeys(db);
      // Another replica may have created one while this one waited.
      const present = always ? undefined : await this.#signerOf(await findSigningKeys(db, RETIRED_SECONDS));
      if (present) return present;
      const pair = await generateKeyPair(SESSION_ALGORITHM, { crv: "Ed25519", extractable: true });
      const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
      const kid = await calculateJwkThumbprint(publicJwk);
      await insertSigningKey(db, {
        kid,
        publicJwk: JSON.stringify({ ...publicJwk, kid, alg: SESSION_ALGORITHM, use: "sig" }),
        privateJwk: JSON.stringify(this.#keyring.encrypt(privateJwk as Json, SHIPPED_ORGANIZATION_ID)),
      });
      return { kid, key: pair.privateKey };
    });
    this.#loading = undefined;
    return created;
  }

  async #signerOf(rows: readonly SigningKeyRow[]): Promise<{ kid: string; key: CryptoKey } | undefined> {
    const row = rows.find((candidate) => !candidate.retired);
    if (!row) return undefined;
    const jwk = this.#open(JSON.parse(row.private_jwk) as Envelope);
    return jwk && { kid: row.kid, key: (await importJWK(jwk, SESSION_ALGORITHM)) as CryptoKey };
  }

  #open(envelope: Envelope): JWK | undefined {
    try {
      return this.#keyring.decrypt(envelope, SHIPPED_ORGANIZATION_ID) as JWK;
    } catch {
      // Its encryption key was removed: nobody can sign with it any more.
      return undefined;
    }
  }

  async #load(freshMs: number): Promise<Loaded> {
    const known = await this.#loading?.catch(() => undefined);
    if (known && performance.now() - known.at < freshMs) return known;
    this.#loading = this.#read();
    return this.#loading;
  }

  async #read(): Promise<Loaded> {
    const at = performance.now();
    const rows = await findSigningKeys(this.#db, RETIRED_SECONDS);
    const verifiers = new Map<string, CryptoKey>();
    for (const row of rows) {
      verifiers.set(row.kid, (await importJWK(JSON.parse(row.public_jwk) as JWK, SESSION_ALGORITHM)) as CryptoKey);
    }
    return { at, rows, verifiers };
  }
}
