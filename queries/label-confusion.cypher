// title: What an annotator says of the images of each emotion
// answers: >-
//   Of the images with one CES label, how many does an annotator give that emotion, and how many
//   which other? What counts is the emotion the annotator finds most probable.
// parameters:
//   annotator: {type: annotator, about: the annotator}
// columns:
//   label: {type: string, about: the image's CES label}
//   answer: {type: string, about: what the annotator said}
// statistics: share
MATCH (:Annotator {id: $annotator})<-[:MADE_BY]-(said:Annotation)
MATCH (said)-[:VOTES {rank: 1}]->(answer:Emotion)
MATCH (said)-[:ANNOTATES]->(:Image)-[:EVOKES {rank: 1}]->(label:Emotion)
WITH label, answer, count(*) AS images
WITH label, collect({answer: answer.id, images: images}) AS answers, sum(images) AS total_images
UNWIND answers AS answered
RETURN label.id AS label, answered.answer AS answer, answered.images AS images,
       total_images AS total_images
ORDER BY label, images DESC, answer
