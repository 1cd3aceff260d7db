console.log('conformance/src: nothing here yet', process.argv.slice(2))
