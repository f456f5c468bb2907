import type { EventEmitter } from "node:events";
import type pg from "pg";

/** A column of an answer, as the server describes it before anything has run. */
export interface DescribedColumn {
  name: string;
  /** The type's OID. */
  type: number;
  /** The table's OID and the column's place in it; 0 where it is not simply a column of a table. */
  table: number;
  place: number;
}

/** PostgreSQL's description of a statement: OIDs of its parameters, and the columns of its answer. */
export interface Description {
  parameters: number[];
  columns: DescribedColumn[];
}

interface Connection extends EventEmitter {
  parse(message: { name: string; text: string; types: number[] }): void;
  describe(message: { type: "S"; name: string }): void;
  sync(): void;
}

interface RowDescription {
  fields: { name: string; dataTypeID: number; tableID: number; columnID: number }[];
}

/**
 * Parses a statement and has it described (extended query protocol), without running it.
 * @throws DatabaseError where it is not valid in this database
 */
export function describeStatement(client: pg.Client, text: string): Promise<Description> {
  return new Promise((resolve, reject) => {
    const description: Description = { parameters: [], columns: [] };
    const query = {
      submit(connection: Connection): void {
        connection.once("parameterDescription", ({ dataTypeIDs }: { dataTypeIDs: number[] }) => {
          description.parameters = dataTypeIDs;
        });
        connection.parse({ name: "", text, types: [] });
        connection.describe({ type: "S", name: "" });
        connection.sync();
      },
      handleRowDescription({ fields }: RowDescription): void {
        description.columns = fields.map(({ name, dataTypeID, tableID, columnID }) => ({
          name,
          type: dataTypeID,
          table: tableID,
          place: columnID,
        }));
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(description),
    };
    client.query(query as unknown as pg.Submittable);
  });
}
