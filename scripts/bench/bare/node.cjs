// Bare Node as a process: it does nothing, and stays.

setInterval(() => {}, 1000);
