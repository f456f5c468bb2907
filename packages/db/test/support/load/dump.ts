import { Client } from "pg";

const TABLES = `SELECT string_agg(oid::regclass::text, ', ') AS tables FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`;

/** Transactions as `pg_dump` holds them open: one snapshot, and every table locked against changes of its form. */
export class Dump {
  readonly #url: string;
  #client: Client | null = null;
  /** Beginnings and ends, one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(url: string) {
    this.#url = url;
  }

  begin(): Promise<void> {
    return this.#next(() => this.#begin());
  }

  /** Nothing happens if there is none. */
  end(): Promise<void> {
    return this.#next(async () => {
      await this.#client?.end();
      this.#client = null;
    });
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work);
    return this.#last;
  }

  async #begin(): Promise<void> {
    const client = new Client({ connectionString: this.#url, application_name: "pg_dump" });
    await client.connect();
    this.#client = client;
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<{ tables: string }>(TABLES);
    await client.query(`LOCK TABLE ${rows[0]?.tables} IN ACCESS SHARE MODE`);
    await client.query("SELECT count(*) FROM resources");
  }
}
