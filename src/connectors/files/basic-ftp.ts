// Named by a static import: in the bundle a dynamic import of a CommonJS package has no named exports. Loaded lazily by ftp-connection.ts.
export { Client } from "basic-ftp"
