console.log('bench/src: nothing here yet', process.argv.slice(2))
