import type { Database } from "@pragma/db";
import type { Announcement } from "../common/wake-up.ts";
import type { OrganizationTypes } from "../types/index.ts";
import type { Services } from "./services.ts";

/**
 * The context of every use case: the services of the process, and whatever is bound to the current transaction, if any. The
 * database, types, wake-ups and callers of one core belong together: nobody can swap the database beneath them, and announcements
 * wait for the commit.
 */
export class Core {
  readonly #services: Services;
  readonly db: Database;
  readonly types: Types;
  /** Notifies other processes once the transaction has committed; never after a rollback. */
  readonly wakeUp: Announcement;
  readonly callers: ForgottenCallers;

  private constructor(services: Services, db: Database) {
    this.#services = services;
    this.db = db;
    this.types = new Types(services, db);
    this.wakeUp = services.wakeUp.after(db);
    this.callers = new ForgottenCallers(services, db);
  }

  /**
   * A core outside any transaction.
   * @param db of the pool
   * @throws Error for a database inside a transaction: only `transaction` binds a core to one
   */
  static over(services: Services, db: Database): Core {
    if (db.inTransaction) throw new Error("A core inside a transaction comes from Core.transaction");
    return new Core(services, db);
  }

  get services(): Services {
    return this.#services;
  }

  /**
   * Runs work that only reads, for lists and read models: on the read replica if there is one that shows all that has been
   * committed so far, otherwise through this core. What was begun there is repeated here if the replica fails or cancels
   * it. Inside a transaction it is part of that.
   *
   * @param organizationId on whose behalf a connection is held
   * @param work receives a core and must use it for all reads
   */
  async reading<Result>(organizationId: string, work: (reader: Core) => Promise<Result>): Promise<Result> {
    const { standby } = this.#services;
    if (standby === null || this.db.inTransaction) return work(this);
    const read = await standby.read(organizationId, (db) => work(new Core(this.#services, db)));
    return "result" in read ? read.result : work(this);
  }

  /** Runs work in a transaction, or in a savepoint of the current one, with a core bound to it. See `unitOfWork`. */
  transaction<Result>(work: (unit: Core) => Promise<Result>): Promise<Result> {
    return this.db.transaction((db) => work(db === this.db ? this : new Core(this.#services, db)));
  }
}

/** The type catalog, read through one database. */
class Types {
  readonly #services: Services;
  readonly #db: Database;

  constructor(services: Services, db: Database) {
    this.#services = services;
    this.#db = db;
  }

  /** See `TypeCatalog.at`. */
  at(organizationId: string, version: string): Promise<OrganizationTypes> {
    return this.#services.types.at(this.#db, organizationId, version);
  }

  /** See `TypeCatalog.current`. */
  current(organizationId: string): Promise<OrganizationTypes> {
    return this.#services.types.current(this.#db, organizationId);
  }

  /** See `TypeCatalog.latest`. */
  latest(organizationId: string): Promise<OrganizationTypes> {
    return this.#services.types.latest(this.#db, organizationId);
  }
}

/** Drops cached callers of this process once the change that ends or alters them has committed. */
class ForgottenCallers {
  readonly #services: Services;
  readonly #db: Database;

  constructor(services: Services, db: Database) {
    this.#services = services;
    this.#db = db;
  }

  /** See `CallerCache.forget`. */
  forget(tokenId: string): void {
    this.#db.afterCommit(() => this.#services.callers.forget(tokenId));
  }

  /** See `CallerCache.clear`. */
  clear(): void {
    this.#db.afterCommit(() => this.#services.callers.clear());
  }
}
