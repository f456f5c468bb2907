/** Values that the global set-up passes to the test files. */
export const TEST_SERVER_URL = "pragmaTestServerUrl";

/** Migrated once per run; every test database is a clone of it. */
export const TEMPLATE_DATABASE = "pragma_template";

export const TEST_DATABASE_PREFIX = "test_";

declare module "vitest" {
  interface ProvidedContext {
    /** The superuser's URL of the run's server, database `postgres`. */
    pragmaTestServerUrl: string;
  }
}

/** Databases that the files of a worker share: they are dropped when the run ends. */
export const SHARED_DATABASE_PREFIX = "shared_test_";
