import NextAuth from 'next-auth';
import { authOptions } from '#app/auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Made at the first request: the settings are not there yet while Next builds. */
function handle(request: Request, context: Context): Promise<Response> {
  return NextAuth(authOptions())(request, context);
}

export { handle as GET, handle as POST };
