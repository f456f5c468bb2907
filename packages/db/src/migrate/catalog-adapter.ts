import type { EventEmitter } from "node:events";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { Pool } from "pg";

/** PostgreSQL's internal one-byte type `"char"`, and `text`. */
const CHAR_OID = 18;
const TEXT_OID = 25;

interface RowDescription {
  fields: { dataTypeID: number }[];
}

/**
 * Prisma's adapter for `pg`, extended by the type `"char"`: the schema engine reads such columns from the system
 * catalogs as soon as a table has a foreign key, and the adapter rejects the whole result.
 *
 * The column is declared as text while the adapter reads it, and as a character when the engine receives it. There is
 * one connection and the engine sends one query after the other, so the last row description belongs to the result.
 */
export function catalogAdapter(url: string): { factory: SqlMigrationAwareDriverAdapterFactory; pool: Pool } {
  const pool = new Pool({ connectionString: url, max: 1 });
  let charColumns: number[] = [];
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    const { connection } = client as unknown as { connection: EventEmitter };
    connection.prependListener("rowDescription", ({ fields }: RowDescription) => {
      charColumns = fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
      for (const field of fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    });
  });

  const inner = new PrismaPg(pool);
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connectToShadowDb: () => inner.connectToShadowDb(),
    async connect() {
      const adapter = await inner.connect();
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (query) => {
        const result = await queryRaw(query);
        for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
        return result;
      };
      return adapter;
    },
  };
  return { factory, pool };
}
