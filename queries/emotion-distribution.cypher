// title: How the images spread over the emotions
// answers: How many images have each CES label, in all sources or in one?
// parameters:
//   source: {type: source, default: null, about: only images of this source}
// columns:
//   emotion: {type: string, about: the CES label}
// statistics: share
MATCH (source:Source)<-[:FROM_SOURCE]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
  WHERE $source IS NULL OR source.id = $source
WITH emotion, count(*) AS images
WITH collect({emotion: emotion.id, images: images}) AS counts, sum(images) AS total_images
UNWIND counts AS counted
RETURN counted.emotion AS emotion, counted.images AS images, total_images AS total_images
ORDER BY images DESC, emotion
