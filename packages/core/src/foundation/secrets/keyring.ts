import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type { Json } from "@pragma/contract";
import type { Envelope, SecretBox } from "@pragma/language";

/** The encryption keys in the environment are unusable. The message never contains key material. */
export class KeyringError extends Error {
  override name = "KeyringError";
}

/** A stored value cannot be decrypted: its key is not configured, or it was altered or moved between organizations. */
export class DecryptionError extends Error {
  override name = "DecryptionError";
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The keys that encrypt sensitive values at rest: the first encrypts, all of them decrypt. */
export class Keyring {
  // As key objects: a buffer would be imported again at every use, which takes four times as long as the rest.
  readonly #keys = new Map<string, KeyObject>();
  readonly #derived = new Map<string, readonly Buffer[]>();
  readonly #currentId: string;
  readonly #current: KeyObject;
  #ivs = Buffer.alloc(0);

  /** @throws KeyringError if there is no key, a key is not 32 bytes long, or one is given twice */
  constructor(keys: readonly Buffer[]) {
    for (const key of keys) {
      if (key.length !== KEY_BYTES) throw new KeyringError(`An encryption key must be ${KEY_BYTES} bytes long`);
      const id = keyId(key);
      if (this.#keys.has(id)) throw new KeyringError("The same encryption key is given twice");
      this.#keys.set(id, createSecretKey(key));
    }
    const first = this.#keys.entries().next();
    if (first.done) throw new KeyringError("No encryption key is given");
    [this.#currentId, this.#current] = first.value;
  }

  /**
   * Reads `PRAGMA_ENCRYPTION_KEYS`: keys of 32 bytes, separated by commas, each in hex, base64 or base64url.
   *
   * @throws KeyringError
   */
  static parse(text: string): Keyring {
    const parts = text.split(",").map((part) => part.trim());
    return new Keyring(parts.filter((part) => part !== "").map(parseKey));
  }

  /** The ids of the keys, in order: the first is the one that encrypts. */
  get ids(): readonly [string, ...string[]] {
    return [this.#currentId, ...[...this.#keys.keys()].slice(1)];
  }

  encrypt(value: Json, organizationId: string): Envelope {
    return this.encryptText(JSON.stringify(value), organizationId);
  }

  /** Encrypts a value given as JSON text, the form that `decryptText` returns. */
  encryptText(json: string, organizationId: string): Envelope {
    const iv = this.#nextIv();
    const cipher = createCipheriv("aes-256-gcm", this.#current, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(organizationId));
    const sealed = Buffer.concat([cipher.update(json, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return { $encrypted: `v1.${this.#currentId}.${iv.toString("base64url")}.${sealed.toString("base64url")}` };
  }

  /** Random bytes, never handed out before, fetched from the system in bulk. */
  #nextIv(): Buffer {
    if (this.#ivs.length < IV_BYTES) this.#ivs = randomBytes(IV_BYTES * 256);
    const iv = this.#ivs.subarray(0, IV_BYTES);
    this.#ivs = this.#ivs.subarray(IV_BYTES);
    return iv;
  }

  /** @throws DecryptionError */
  decrypt(envelope: Envelope, organizationId: string): Json {
    return JSON.parse(this.decryptText(envelope, organizationId)) as Json;
  }

  /** The JSON text of the value. @throws DecryptionError */
  decryptText(envelope: Envelope, organizationId: string): string {
    const [version, id = "", iv = "", data = ""] = envelope.$encrypted.split(".");
    const key = this.#keys.get(id);
    if (version !== "v1" || key === undefined) {
      throw new DecryptionError(`No configured encryption key has the id ${id}: add it to PRAGMA_ENCRYPTION_KEYS`);
    }
    const sealed = Buffer.from(data, "base64url");
    const end = sealed.length - TAG_BYTES;
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(organizationId));
      decipher.setAuthTag(sealed.subarray(end));
      return decipher.update(sealed.subarray(0, end), undefined, "utf8") + decipher.final("utf8");
    } catch (cause) {
      throw new DecryptionError("A stored sensitive value is damaged or belongs to another organization", { cause });
    }
  }

  /** Whether the envelope is encrypted with the first key; `resealValues` re-encrypts the others. */
  isCurrent(envelope: Envelope): boolean {
    return envelope.$encrypted.startsWith(`v1.${this.#currentId}.`);
  }

  /**
   * Keys for purposes other than encryption, such as signing URLs: one derived from each encryption key (HKDF, RFC
   * 5869). The first signs, all verify, so that a new encryption key invalidates nothing already issued.
   */
  deriveKeys(purpose: string): readonly Buffer[] {
    let keys = this.#derived.get(purpose);
    if (keys === undefined) {
      keys = [...this.#keys.values()].map((key) => Buffer.from(hkdfSync("sha256", key, "", purpose, KEY_BYTES)));
      this.#derived.set(purpose, keys);
    }
    return keys;
  }

  /** This keyring bound to an organization, the form that most functions take. */
  box(organizationId: string): SecretBox {
    return {
      seal: (value) => this.encrypt(value, organizationId),
      open: (envelope) => this.decrypt(envelope, organizationId),
      openText: (envelope) => this.decryptText(envelope, organizationId),
    };
  }
}

function keyId(key: Buffer): string {
  return createHash("sha256").update("pragma key id\0").update(key).digest().subarray(0, 6).toString("base64url");
}

function parseKey(text: string): Buffer {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, "base64");
  throw new KeyringError(
    "PRAGMA_ENCRYPTION_KEYS must hold keys of 32 bytes in hex, base64 or base64url, separated by commas",
  );
}
