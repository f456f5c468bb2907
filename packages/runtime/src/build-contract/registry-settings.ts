/** The operator's registry settings. */
export interface RegistrySettings {
  url: string;
  /** A file of certificate authorities beside the system's. */
  certificates: string | null;
}
