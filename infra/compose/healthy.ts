/** The health check of a container: exit code 0 while the service in it is ready. */
async function main(): Promise<number> {
  const port = process.env['HTTP_PORT'] ?? '3000';
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      signal: AbortSignal.timeout(4_000),
    });
    if (answer.ok) return 0;
    // Shown by `docker inspect`: which dependency is down.
    process.stdout.write(`${await answer.text()}\n`);
  } catch (error) {
    process.stdout.write(`${String(error)}\n`);
  }
  return 1;
}

void main().then((code) => process.exit(code));
