/** A file of its own to be loaded when it is needed: of a package that is loaded as a whole, all is bundled. */
export { writeYaml } from "@pragma/manifest";
