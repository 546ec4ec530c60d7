// The part of multer that the example uses. Its own types come as another package, which nothing else here needs.
declare module 'multer' {
  import type { Request, RequestHandler } from 'express';

  interface File {
    readonly mimetype: string;
  }
  type Deciding<T> = (request: Request, file: File, done: (error: null, decision: T) => void) => void;

  function multer(options: {
    storage: object;
    fileFilter: Deciding<boolean>;
    limits: { files: number; fileSize: number; fields: number };
  }): { any(): RequestHandler };

  namespace multer {
    function diskStorage(options: { destination: string; filename: Deciding<string> }): object;
  }

  export default multer;
}
